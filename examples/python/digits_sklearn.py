"""Gradient boosting on scikit-learn's digits: the data are the script's own, Surefoot says which examples to train on."""

from sklearn.datasets import load_digits
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split

from surefoot import trainer

# Split once, the same for all trials: `examples: 1297` in the experiment is the size of the pool.
POOL, SELECTION, POOL_CLASSES, SELECTION_CLASSES = train_test_split(
    *load_digits(return_X_y=True), test_size=500, random_state=0, stratify=load_digits().target
)


@trainer
def train(config, seeds, sample):
    model = GradientBoostingClassifier(
        n_estimators=config["trees"],
        max_depth=config["depth"],
        learning_rate=config["learningRate"],
        subsample=0.7,
        max_features=0.5,
        random_state=seeds.init,
    )
    model.fit(POOL[sample.indices], POOL_CLASSES[sample.indices])
    probabilities = model.predict_proba(SELECTION)
    return {
        "loss": log_loss(SELECTION_CLASSES, probabilities, labels=range(10)),
        "accuracy": accuracy_score(SELECTION_CLASSES, probabilities.argmax(1)),
    }
