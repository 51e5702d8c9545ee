/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A file without a name, in memory.
 */

#include "config.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz-file.h"

void
fuzz_file_init(FuzzFile *self, const guint8 *data, gsize size)
{
    self->descriptor = memfd_create("fuzz", MFD_CLOEXEC);
    if (self->descriptor < 0)
        g_error("no file in memory");
    fchmod(self->descriptor, 0600);
    for (gsize done = 0; done < size;) {
        gssize count = write(self->descriptor, data + done, size - done);

        if (count <= 0)
            g_error("the file in memory cannot be written");
        done += (gsize)count;
    }
    lseek(self->descriptor, 0, SEEK_SET);
    g_snprintf(self->path, sizeof(self->path), "/proc/self/fd/%d", self->descriptor);
}

void
fuzz_file_clear(FuzzFile *self)
{
    close(self->descriptor);
}
