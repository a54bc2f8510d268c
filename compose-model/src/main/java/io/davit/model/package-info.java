/// What a compose file declares, canonical: every short form is expanded, every path absolute,
/// every default explicit. Immutable, ordered, free of nulls.
///
/// It comes from text only through [io.davit.model.load.ProjectLoader], or from its own canonical
/// form through [io.davit.model.canonical.CanonicalForm]. Names and meanings are those of the
/// Compose specification; each record cites its section. Start reading at [Project].
@org.jspecify.annotations.NullMarked
package io.davit.model;
