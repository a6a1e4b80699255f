"""What Debian's onnxruntime says of the rows of a CSV file, by a model that Surefoot made, as JSON.

    python3 onnx_answers.py MODEL ROWS

Follows docs/model.md (what a model takes and gives): strings as they are, numbers and missing cells as float64, dates as
days since 1970; columns of plain numbers side by side, in the order of the metadata or else of the file.
"""
import csv
import datetime
import json
import math
import sys

import numpy
import onnxruntime


def number(cell):
    if cell == "":
        return math.nan
    try:
        return float(cell)
    except ValueError:
        moment = datetime.datetime.fromisoformat(cell).replace(tzinfo=datetime.timezone.utc)
        return moment.timestamp() / 86400


def feed(tensor, rows, names):
    name = tensor.name.removeprefix("column ")
    if tensor.type == "tensor(string)":
        return numpy.array([[row[name]] for row in rows], dtype=object)
    if tensor.type == "tensor(double)":
        return numpy.array([[number(row[name])] for row in rows], dtype=numpy.float64)
    values = numpy.array([[number(row[one]) for one in names] for row in rows], dtype=numpy.float32)
    return values.reshape([len(rows), *tensor.shape[1:]])


def main(model, path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    told = session.get_modelmeta().custom_metadata_map.get("inputs")
    names = json.loads(told) if told else list(rows[0])
    outputs = [one.name for one in session.get_outputs()]
    answers = session.run(outputs, {one.name: feed(one, rows, names) for one in session.get_inputs()})
    json.dump({name: values.tolist() for name, values in zip(outputs, answers)}, sys.stdout)


main(*sys.argv[1:])
