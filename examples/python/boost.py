"""Boosted trees as one model among others: XGBoost where Python has it, else scikit-learn's. Settings are those of its estimators."""

import numpy
from surefoot import trainer

try:
    from xgboost import XGBClassifier as Classifier, XGBRegressor as Regressor
except ImportError:
    from sklearn.ensemble import HistGradientBoostingClassifier as Classifier, HistGradientBoostingRegressor as Regressor


@trainer
def train(config, seed, sample):
    inputs, targets = sample.training.load()
    # A sample may lack a class: the model counts those that it has.
    present, labels = numpy.unique(targets[:, 0].astype(int), return_inverse=True)
    model = (Classifier if sample.classes else Regressor)(random_state=seed, **config)
    model.fit(inputs, labels if sample.classes else targets[:, 0], sample_weight=sample.training.load_weights())

    def told(rows):
        if not sample.classes:
            return model.predict(rows)
        chances = numpy.zeros((len(rows), sample.classes))
        chances[:, present] = model.predict_proba(rows)
        return chances

    kind = "probabilities" if sample.classes else "values"
    return {"predictions": {"kind": kind, "selection": told(sample.selection.load()[0]), "final": told(sample.final.load()[0])}}
