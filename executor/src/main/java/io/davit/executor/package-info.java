/// The engine: it keeps the records of containers, networks, volumes and projects, and makes the
/// kernel agree with them.
///
/// `container` turns Docker's create bodies into runtime, network and image calls; `project`
/// reconciles declared projects through it; `server` speaks HTTP. This module is the one place
/// where a service becomes a container.
@org.jspecify.annotations.NullMarked
package io.davit.executor;
