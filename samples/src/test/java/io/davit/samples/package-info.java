/// The samples as scenarios: each drives the packaged command line against an engine of its own,
/// judges by what the kernel and the services say, and checks that nothing is left.
@org.jspecify.annotations.NullMarked
package io.davit.samples;
