/*
 * Lets User-Mode Linux run on processors with a large register state, such as those with AMX. Preloaded by native-scripts/uml.
 *
 * UML before Linux 6.13 keeps 2696 bytes of it, and hands these back by PTRACE_SETREGSET. The host's kernel takes the whole state or
 * nothing, and answers EFAULT (xstateregs_set in arch/x86/kernel/fpu/regset.c): "ptrace set fp regs failed, errno = 14". What UML
 * leaves out belongs to features that a process has to ask the kernel for, and no process of the guest does: it stays as it is.
 */
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define NT_X86_XSTATE 0x202
#define LARGEST (64 << 10)

static char whole[LARGEST];             /* one guest process at a time: the kernel of UML has one thread */

static long set_state(long pid, const struct iovec *given)
{
    struct iovec state = { whole, sizeof whole };

    if (syscall(SYS_ptrace, PTRACE_GETREGSET, pid, NT_X86_XSTATE, &state) != 0)
        return -1;
    if (given->iov_len < state.iov_len)
        memcpy(whole, given->iov_base, given->iov_len);
    return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, NT_X86_XSTATE, given->iov_len < state.iov_len ? &state : given);
}

/* As glibc's, see ptrace(2): what is read is the answer of the function, not of the system call. */
long ptrace(enum __ptrace_request request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    long pid = va_arg(arguments, long);
    void *address = va_arg(arguments, void *);
    void *data = va_arg(arguments, void *);
    va_end(arguments);

    if (request == PTRACE_SETREGSET && address == (void *) NT_X86_XSTATE)
        return set_state(pid, data);
    if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
        long value;
        return syscall(SYS_ptrace, request, pid, address, &value) < 0 ? -1 : value;
    }
    return syscall(SYS_ptrace, request, pid, address, data);
}
