/// Variables in values: `${NAME:-default}` and its kin (compose-spec 12-interpolation.md).
///
/// It knows no file and no environment: [Variables] answers what a name stands for. Start reading
/// at [Template].
@org.jspecify.annotations.NullMarked
package io.davit.model.interpolate;
