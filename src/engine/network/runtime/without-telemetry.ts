/**
 * @file Keeps ONNX Runtime to itself. Since 1.29 its official builds tell their maker about every session (names and hashes of
 * graphs among it), leave a device id and a database in the user's cache folder and logs in the temporary one, unless this
 * variable is there before the library is loaded. Who sets it to something else keeps that.
 */
process.env.ORT_DISABLE_TELEMETRY ??= '1';
