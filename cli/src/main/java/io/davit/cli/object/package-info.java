/// Commands for the engine's own objects: containers, images, networks, volumes, and the engine
/// itself. They speak Docker's endpoints and know no project.
@org.jspecify.annotations.NullMarked
package io.davit.cli.object;
