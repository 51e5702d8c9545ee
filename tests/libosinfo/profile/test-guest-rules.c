/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tables of rules fit together.
 */
#include "config.h"

#include "profile/guest_rules.h"
#include "sandbox.h"

static const GuestSettingSpec *
find_setting(const char *name, guint *out_at)
{
    for (guint i = 0; i < guest_n_settings; i++) {
        *out_at = i;
        if (g_str_equal(guest_settings[i].name, name))
            return &guest_settings[i];
    }
    return NULL;
}

/* A reason that nobody wrote a sentence for is shown as it is. */
static void
check_reason(const char *reason)
{
    g_test_message("%s", reason);
    g_assert_cmpstr(guest_reason_explain(reason), !=, reason);
}

static gboolean
is_about_device(const GuestRule *rule)
{
    for (guint i = 0; i < GUEST_RULE_N_CONDITIONS; i++) {
        if (rule->when[i].kind == WHEN_DEVICE)
            return TRUE;
    }
    return FALSE;
}

static void
test_reasons(void)
{
    static const char *const of_devices[] = {"driver-stated", "driver-of-age", "driver-installed"};

    for (guint i = 0; i < guest_n_rules; i++) {
        if (guest_rules[i].reason != NULL)
            check_reason(guest_rules[i].reason);
        else
            g_assert_true(is_about_device(&guest_rules[i]));
    }
    for (guint i = 0; i < guest_n_settings; i++) {
        if (guest_settings[i].otherwise != NULL)
            check_reason(guest_settings[i].reason);
    }
    for (guint i = 0; i < G_N_ELEMENTS(of_devices); i++)
        check_reason(of_devices[i]);
    g_assert_cmpstr(guest_reason_explain("no such reason"), ==, "no such reason");
}

/* A rule has a value or a list, and asks for settings that are decided before its own. */
static void
test_order(void)
{
    for (guint i = 0; i < guest_n_rules; i++) {
        const GuestRule *rule = &guest_rules[i];
        guint own = 0;
        guint other = 0;

        g_test_message("rule %u of %s", i, rule->setting);
        g_assert_nonnull(find_setting(rule->setting, &own));
        g_assert_true((rule->value == NULL) != (rule->list == NULL));
        for (guint j = 0; j < GUEST_RULE_N_CONDITIONS; j++) {
            if (rule->when[j].kind != WHEN_CHOSEN && rule->when[j].kind != WHEN_NOT_CHOSEN)
                continue;
            g_assert_nonnull(find_setting(rule->when[j].key, &other));
            g_assert_cmpuint(other, <, own);
        }
    }
}

/* Every setting has rules, which stand together. */
static void
test_together(void)
{
    for (guint i = 0; i < guest_n_settings; i++) {
        guint n_groups = 0;

        for (guint j = 0; j < guest_n_rules; j++) {
            gboolean is_own = g_str_equal(guest_rules[j].setting, guest_settings[i].name);

            if (is_own &&
                (j == 0 || !g_str_equal(guest_rules[j - 1].setting, guest_settings[i].name)))
                n_groups++;
        }
        g_test_message("%s", guest_settings[i].name);
        g_assert_cmpuint(n_groups, ==, 1);
    }
}

/* An id is that of the device that has it. */
static void
test_devices(void)
{
    for (guint i = 0; i < GUEST_N_DEVICES; i++) {
        const char *id = guest_device_get_id((GuestDevice)i);

        if (*id != '\0')
            g_assert_true((guest_devices_find(id) & ((GuestDevices)1 << i)) != 0);
    }
    g_assert_true(guest_devices_find("http://pcisig.com/pci/ffff/ffff") == 0);
    g_assert_true(guest_devices_find("") == 0);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/guest-rules/reasons", test_reasons);
    g_test_add_func("/guest-rules/order", test_order);
    g_test_add_func("/guest-rules/together", test_together);
    g_test_add_func("/guest-rules/devices", test_devices);
    return sandbox_run();
}
