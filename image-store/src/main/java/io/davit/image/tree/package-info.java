/// File trees as streams of entries: read from a directory, written into one, confined to it.
///
/// A [TreeEntry] comes from a tar archive or from a [TreeReader]; a [TreeWriter] makes it real
/// below one open directory and nowhere else. Layers add whiteouts ([LayerWriter]); images that are
/// stacked are seen as one tree through [MergedTree]. Nothing here knows an image's name or
/// configuration.
///
/// Start reading at [TreeEntry], then [TreeWriter].
@org.jspecify.annotations.NullMarked
package io.davit.image.tree;
