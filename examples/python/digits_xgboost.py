"""XGBoost on scikit-learn's digits, started for every trial; it draws its training sample itself, with the seed it is given."""

import numpy
import xgboost
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from surefoot import report, trainer


class Reports(xgboost.callback.TrainingCallback):
    """Tells Surefoot of every round, which may end the trial."""

    def after_iteration(self, model, epoch, evals_log):
        report(epoch, evals_log["training"]["mlogloss"][-1])
        return False


@trainer
def train(config, seeds, sample):
    images, classes = load_digits(return_X_y=True)
    pool, selection, pool_classes, selection_classes = train_test_split(
        images, classes, test_size=500, random_state=0, stratify=classes
    )
    rows = numpy.random.default_rng(sample.seed).choice(len(pool), sample.size, replace=False)
    training = xgboost.DMatrix(pool[rows], pool_classes[rows])
    validation = xgboost.DMatrix(selection, selection_classes)
    settings = {
        "objective": "multi:softprob",
        "num_class": 10,
        "eval_metric": ["merror", "mlogloss"],
        "nthread": 1,
        "subsample": 0.7,
        "colsample_bytree": 0.5,
        "seed": seeds.init,
        "eta": config["eta"],
        "max_depth": config["depth"],
    }
    history = {}
    xgboost.train(
        settings,
        training,
        config["rounds"],
        evals=[(training, "training"), (validation, "selection")],
        evals_result=history,
        callbacks=[Reports()],
    )
    return {
        "loss": history["selection"]["mlogloss"][-1],
        "accuracy": 1 - history["selection"]["merror"][-1],
    }
