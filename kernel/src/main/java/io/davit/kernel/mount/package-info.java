/// What this kernel's mounts can do, found out by asking it.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.mount;
