/// What the user sees: tables, templates, progress, log lines, colours, errors.
///
/// Text goes in and out as values wherever it can, so that golden files test it: a [ProgressFrame]
/// is a function of what happened and of the clock. Nothing here talks to the engine.
@org.jspecify.annotations.NullMarked
package io.davit.cli.render;
