/// What this kernel's mounts can do, found out by asking it, and file systems in memory.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.mount;
