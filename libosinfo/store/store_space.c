/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Maps memory for a store and gives it back. What is written there is ids_store.c's business.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "store/store_space.h"
#include "store/store_writer.h"

gboolean
store_space_init(StoreSpace *self, const gsize capacities[STORE_N_SECTIONS], const char *build)
{
    StoreHeaderF header;

    self->size = store_header_init(&header, capacities, build);
    if (self->size > G_MAXINT32) {
        errno = ENOMEM;
        return FALSE;
    }
    self->data = mmap(NULL, self->size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (self->data == MAP_FAILED)
        return FALSE;
    self->header = memcpy(self->data, &header, sizeof(header));
    return TRUE;
}

gpointer
store_space_get(const StoreSpace *self, StoreSection section)
{
    return self->data + self->header->sections[section].offset;
}

void
store_space_populate(const StoreSpace *self, StoreSection section, gsize size)
{
#ifdef MADV_POPULATE_WRITE
    gsize page = (gsize)sysconf(_SC_PAGESIZE);
    gsize start = self->header->sections[section].offset & ~(page - 1);

    madvise(self->data + start, MIN(size, self->size - start), MADV_POPULATE_WRITE);
#endif
}

void
store_space_set_count(StoreSpace *self, StoreSection section, guint32 count)
{
    self->header->sections[section].count = count;
}

void
store_space_clear(StoreSpace *self)
{
    munmap(self->data, self->size);
}

static void
unmap(gpointer data)
{
    const StoreHeaderF *header = data;

    munmap(data, header->file_size);
}

GBytes *
store_space_finish(StoreSpace *self)
{
    return g_bytes_new_with_free_func(self->data, self->size, unmap, self->data);
}
