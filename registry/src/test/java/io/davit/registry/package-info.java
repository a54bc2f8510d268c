/// Tests against Debian's registry, which other modules' tests use, too.
@org.jspecify.annotations.NullMarked
package io.davit.registry;
