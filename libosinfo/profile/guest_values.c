/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What rules list.
 */
#include "config.h"

#include "osinfo/osinfo_image.h"
#include "profile/cpu_models.h"
#include "profile/guest_question.h"
#include "profile/guest_values.h"

/* The version that all today's machines have. */
#define NEWEST_TPM "2.0"

static gboolean
add(GPtrArray *values, const char *value)
{
    if (value != NULL)
        g_ptr_array_add(values, g_strdup(value));
    return value != NULL;
}

static gboolean
add_all(GPtrArray *values, const char *const *list)
{
    for (; *list != NULL; list++)
        add(values, *list);
    return values->len > 0;
}

gboolean
guest_list_machine_types(const GuestQuestion *question, GPtrArray *values)
{
    return add_all(values, osinfo_machine_get_machine_types(question->machine));
}

gboolean
guest_list_tpm_version(const GuestQuestion *question, GPtrArray *values)
{
    const char *version = osinfo_machine_get_tpm_version(question->machine);

    return add(values, version != NULL ? version : NEWEST_TPM);
}

gboolean
guest_list_cpu_models(const GuestQuestion *question, GPtrArray *values)
{
    return add(values, cpu_model_find(question->architecture,
                                      osinfo_machine_get_cpu_level(question->machine),
                                      osinfo_machine_get_cpu_features(question->machine),
                                      osinfo_machine_get_unfit_cpus(question->machine)));
}

gboolean
guest_list_cpu_level(const GuestQuestion *question, GPtrArray *values)
{
    return add(values, osinfo_machine_get_cpu_level(question->machine));
}

gboolean
guest_list_cpu_features(const GuestQuestion *question, GPtrArray *values)
{
    return add_all(values, osinfo_machine_get_cpu_features(question->machine));
}

gboolean
guest_list_clock(const GuestQuestion *question, GPtrArray *values)
{
    return add(values, osinfo_machine_get_clock(question->machine));
}

gboolean
guest_list_timers(const GuestQuestion *question, GPtrArray *values)
{
    return add_all(values, osinfo_machine_get_timers(question->machine));
}

gboolean
guest_list_pc_timers(const GuestQuestion *question G_GNUC_UNUSED, GPtrArray *values)
{
    static const char *const timers[] = {"rtc:catchup", "pit:delay", "hpet:no", NULL};

    return add_all(values, timers);
}

gboolean
guest_list_enlightenments(const GuestQuestion *question, GPtrArray *values)
{
    return add_all(values, osinfo_machine_get_enlightenments(question->machine));
}

gboolean
guest_list_first_boot(const GuestQuestion *question, GPtrArray *values)
{
    return add_all(values, osinfo_machine_get_first_boot_methods(question->machine));
}

gboolean
guest_list_cloud_init(const GuestQuestion *question, GPtrArray *values)
{
    g_autoptr(OsinfoImageList) images = osinfo_os_get_image_list(question->os);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(images)); i++) {
        if (osinfo_image_get_cloud_init(OSINFO_IMAGE(osinfo_list_get_nth(OSINFO_LIST(images), i))))
            return add(values, "cloud-init");
    }
    return FALSE;
}

typedef struct {
    gint64 (*get)(OsinfoResources *resources); /* -1: nothing is said */
    gint64 least;                              /* what anything must have */
    gint64 factor;                             /* what is enough, in minima */
} Amount;

static gint64
get_processors(OsinfoResources *resources)
{
    return osinfo_resources_get_n_cpus(resources);
}

static const Amount processors = {get_processors, 1, 2};
static const Amount memory = {osinfo_resources_get_ram, OSINFO_MEBIBYTES, 2};
static const Amount storage = {osinfo_resources_get_storage, OSINFO_MEBIBYTES, 1};

static void
override(gint64 *number, OsinfoResourcesList *list, const Amount *amount, const char *architecture)
{
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoResources *entry = OSINFO_RESOURCES(osinfo_list_get_nth(OSINFO_LIST(list), i));
        gint64 own = amount->get(entry);

        if (own >= 0 && g_strcmp0(osinfo_resources_get_architecture(entry), architecture) == 0)
            *number = own;
    }
}

/* What holds for all architectures, unless something is said of this one. -1: nothing. */
static gint64
get_amount(const GuestQuestion *question, OsinfoResourcesList *list, const Amount *amount)
{
    gint64 number = -1;

    override(&number, list, amount, OSINFO_ARCHITECTURE_ALL);
    override(&number, list, amount, question->architecture);
    return number;
}

static gint64
get_minimum(const GuestQuestion *question, const Amount *amount)
{
    g_autoptr(OsinfoResourcesList) list = osinfo_os_get_minimum_resources(question->os);

    return get_amount(question, list, amount);
}

static gboolean
add_number(GPtrArray *values, gint64 number, const Amount *amount)
{
    if (number >= 0)
        g_ptr_array_add(values, g_strdup_printf("%" G_GINT64_FORMAT, MAX(number, amount->least)));
    return number >= 0;
}

static gboolean
add_recommended(const GuestQuestion *question, GPtrArray *values, const Amount *amount)
{
    g_autoptr(OsinfoResourcesList) list = osinfo_os_get_recommended_resources(question->os);
    gint64 number = get_amount(question, list, amount);

    if (number < 0)
        return FALSE;
    return add_number(values, MAX(number, get_minimum(question, amount)), amount);
}

/* Twice the least memory and processors, where nobody recommends any: the least is no joy to work with. */
static gboolean
add_minimum(const GuestQuestion *question, GPtrArray *values, const Amount *amount)
{
    gint64 minimum = get_minimum(question, amount);

    /* an absurd number stays what it is */
    return add_number(
        values, minimum < G_MAXINT64 / amount->factor ? minimum * amount->factor : minimum, amount);
}

gboolean
guest_list_recommended_processors(const GuestQuestion *question, GPtrArray *values)
{
    return add_recommended(question, values, &processors);
}

gboolean
guest_list_minimum_processors(const GuestQuestion *question, GPtrArray *values)
{
    return add_minimum(question, values, &processors);
}

gboolean
guest_list_recommended_memory(const GuestQuestion *question, GPtrArray *values)
{
    return add_recommended(question, values, &memory);
}

gboolean
guest_list_minimum_memory(const GuestQuestion *question, GPtrArray *values)
{
    return add_minimum(question, values, &memory);
}

gboolean
guest_list_recommended_storage(const GuestQuestion *question, GPtrArray *values)
{
    return add_recommended(question, values, &storage);
}

gboolean
guest_list_minimum_storage(const GuestQuestion *question, GPtrArray *values)
{
    return add_minimum(question, values, &storage);
}
