/// Programs of the kernel's own virtual machine, loaded by bpf(2).
@org.jspecify.annotations.NullMarked
package io.davit.kernel.bpf;
