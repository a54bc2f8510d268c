/// Registries: names of what is in them, and a client that fetches it (OCI distribution
/// specification, the pull half).
///
/// It knows no image and no compose file: it gives documents and bytes, each checked against its
/// digest. Credentials are those that `docker login` keeps. Registries are spoken to by https, and
/// by plain http only on this machine.
///
/// [Repository] is where to start reading; what keeps something from being had is a
/// [RegistryFault].
@org.jspecify.annotations.NullMarked
package io.davit.registry;
