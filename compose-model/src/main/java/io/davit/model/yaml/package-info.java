/// YAML as a tree of [Node]s that know where they were written: the only user of SnakeYAML.
///
/// It knows no compose word. [YamlReader] makes the tree from the parser's events, resolves anchors
/// and merge keys, and never turns a document into maps: positions survive every later step.
@org.jspecify.annotations.NullMarked
package io.davit.model.yaml;
