/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A list of lists of locations. Which locations there are is db/locations.c's knowledge.
 */
#include "config.h"

#include "common/translate.h"
#include "store/load_plan.h"

static void
location_free(PlanLocation *location)
{
    g_free(location->path);
    g_free(location);
}

static void
step_free(PlanStep *step)
{
    g_ptr_array_unref(step->locations);
    g_ptr_array_unref(step->failures);
    g_free(step);
}

LoadPlan *
load_plan_new(void)
{
    LoadPlan *self = g_new0(LoadPlan, 1);

    self->steps = g_ptr_array_new_with_free_func((GDestroyNotify)step_free);
    return self;
}

void
load_plan_free(LoadPlan *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->steps);
    g_free(self->pci_ids);
    g_free(self->usb_ids);
    g_free(self);
}

PlanStep *
load_plan_add_step(LoadPlan *self)
{
    PlanStep *step = g_new0(PlanStep, 1);

    step->locations = g_ptr_array_new_with_free_func((GDestroyNotify)location_free);
    step->failures = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(self->steps, step);
    return step;
}

void
plan_step_add_location(PlanStep *self, const char *path, PlanType type)
{
    PlanLocation *location = g_new0(PlanLocation, 1);

    location->path = g_canonicalize_filename(path, NULL);
    location->type = type;
    g_ptr_array_add(self->locations, location);
}

void
plan_step_add_failure(PlanStep *self, const char *path, int code)
{
    g_ptr_array_add(self->failures,
                    g_strdup_printf("Can't read path %s: %s", path, translate_no_errno(code)));
}

static void
append_line(GString *text, const char *word, const char *path)
{
    g_autofree char *escaped = g_strescape(path, NULL);

    g_string_append_printf(text, "%s %s\n", word, escaped);
}

char *
load_plan_to_string(const LoadPlan *self)
{
    GString *text = g_string_new(NULL);

    if (self->pci_ids != NULL)
        append_line(text, "pci", self->pci_ids);
    if (self->usb_ids != NULL)
        append_line(text, "usb", self->usb_ids);
    for (guint i = 0; i < self->steps->len; i++) {
        const PlanStep *step = g_ptr_array_index(self->steps, i);

        g_string_append(text, "step\n");
        for (guint j = 0; j < step->locations->len; j++) {
            const PlanLocation *location = g_ptr_array_index(step->locations, j);

            append_line(text, location->type == PLAN_FILE ? "file" : "directory", location->path);
        }
        for (guint j = 0; j < step->failures->len; j++)
            append_line(text, "failure", g_ptr_array_index(step->failures, j));
    }
    return g_string_free(text, FALSE);
}
