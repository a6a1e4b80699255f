"""Boosted trees as one model among others: XGBoost where Python has it, else scikit-learn's. Settings are those of its estimators."""

import numpy
from surefoot import trainer

try:
    from xgboost import XGBClassifier as Classifier, XGBRegressor as Regressor
except ImportError:
    from sklearn.ensemble import HistGradientBoostingClassifier as Classifier, HistGradientBoostingRegressor as Regressor


def flat(rows):
    return rows.reshape(len(rows), -1)


@trainer
def train(config, seed, sample):
    inputs, targets = sample.training.load()
    weights = sample.training.load_weights()

    def fit(kind, wanted):
        return kind(random_state=seed, **config).fit(flat(inputs), wanted, sample_weight=weights)

    if sample.classes:
        # A sample may lack a class: the model counts those that it has.
        present, labels = numpy.unique(targets[:, 0].astype(int), return_inverse=True)
        model = fit(Classifier, labels)
    else:
        models = [fit(Regressor, column) for column in targets.T]

    def predict(rows):
        if not sample.classes:
            return numpy.column_stack([model.predict(rows) for model in models])
        chances = numpy.zeros((len(rows), sample.classes))
        chances[:, present] = model.predict_proba(rows)
        return chances

    kind = "probabilities" if sample.classes else "values"
    told = {name: predict(flat(getattr(sample, name).load()[0])) for name in ("selection", "final")}
    return {"predictions": {"kind": kind, **told}}
