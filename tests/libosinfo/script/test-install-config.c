/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Configurations, the parameters that scripts know, and formats of pictures: calls, properties and
 * the parameters behind them.
 */
#include "config.h"

#include <string.h>

#include <osinfo/osinfo.h>

/* The calls for a text, by the parameter behind them. */
#define TEXT_ROW(name, key)                                                                        \
    {                                                                                              \
        key, osinfo_install_config_get_##name, osinfo_install_config_set_##name                    \
    }

typedef struct {
    const char *key;
    const char *(*get)(OsinfoInstallConfig *);
    void (*set)(OsinfoInstallConfig *, const char *);
} TextRow;

static const TextRow texts[] = {
    TEXT_ROW(hardware_arch, "hardware-arch"),
    TEXT_ROW(l10n_timezone, "l10n-timezone"),
    TEXT_ROW(l10n_language, "l10n-language"),
    TEXT_ROW(l10n_keyboard, "l10n-keyboard"),
    TEXT_ROW(admin_password, "admin-password"),
    TEXT_ROW(user_password, "user-password"),
    TEXT_ROW(user_login, "user-login"),
    TEXT_ROW(user_realname, "user-realname"),
    TEXT_ROW(reg_login, "reg-login"),
    TEXT_ROW(reg_password, "reg-password"),
    TEXT_ROW(reg_product_key, "reg-product-key"),
    TEXT_ROW(hostname, "hostname"),
    TEXT_ROW(target_disk, "target-disk"),
    TEXT_ROW(script_disk, "script-disk"),
    TEXT_ROW(avatar_location, "avatar-location"),
    TEXT_ROW(avatar_disk, "avatar-disk"),
    TEXT_ROW(pre_install_drivers_disk, "pre-install-drivers-disk"),
    TEXT_ROW(pre_install_drivers_location, "pre-install-drivers-location"),
    TEXT_ROW(post_install_drivers_disk, "post-install-drivers-disk"),
    TEXT_ROW(post_install_drivers_location, "post-install-drivers-location"),
    TEXT_ROW(installation_url, "installation-url"),
};

#define ANSWER_ROW(name, key, fallback)                                                            \
    {                                                                                              \
        key, osinfo_install_config_get_##name, osinfo_install_config_set_##name, fallback          \
    }

static const struct {
    const char *key;
    gboolean (*get)(OsinfoInstallConfig *);
    void (*set)(OsinfoInstallConfig *, gboolean);
    gboolean fallback;
} answers[] = {
    ANSWER_ROW(user_autologin, "user-autologin", FALSE),
    ANSWER_ROW(user_administrator, "user-admin", FALSE),
    ANSWER_ROW(driver_signing, "driver-signing", TRUE),
};

static void
test_texts(void)
{
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        gboolean is_set =
            g_str_has_prefix(texts[i].key, "l10n-") || strcmp(texts[i].key, "admin-password") == 0;

        g_assert_cmpint(texts[i].get(config) != NULL, ==, is_set);
        texts[i].set(config, texts[i].key);
        g_assert_cmpstr(texts[i].get(config), ==, texts[i].key);
        g_assert_cmpstr(osinfo_entity_get_param_value(OSINFO_ENTITY(config), texts[i].key), ==,
                        texts[i].key);
        texts[i].set(config, "");
        g_assert_cmpstr(texts[i].get(config), ==, "");
        g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
        texts[i].set(config, NULL);
        g_test_assert_expected_messages();
        g_assert_cmpstr(texts[i].get(config), ==, "");
    }
}

static void
test_answers(void)
{
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");

    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_assert_cmpint(answers[i].get(config), ==, answers[i].fallback);
        answers[i].set(config, !answers[i].fallback);
        g_assert_cmpint(answers[i].get(config), ==, !answers[i].fallback);
        g_assert_cmpstr(osinfo_entity_get_param_value(OSINFO_ENTITY(config), answers[i].key), ==,
                        answers[i].fallback ? "false" : "true");
    }
}

static void
test_defaults(void)
{
    g_autoptr(OsinfoInstallConfig) one = osinfo_install_config_new("c");
    g_autoptr(OsinfoInstallConfig) other = osinfo_install_config_new(NULL);
    const char *password = osinfo_install_config_get_admin_password(one);

    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(one)), ==, "c");
    g_assert_null(osinfo_entity_get_id(OSINFO_ENTITY(other)));
    g_assert_cmpstr(osinfo_install_config_get_l10n_keyboard(one), ==, "en_US");
    g_assert_cmpstr(osinfo_install_config_get_l10n_language(one), ==, "en_US");
    g_assert_cmpstr(osinfo_install_config_get_l10n_timezone(one), ==, "America/New_York");
    g_assert_cmpuint(strlen(password), >=, 8);
    g_assert_cmpuint(strspn(password, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_."), ==,
                     strlen(password));
    g_assert_cmpstr(password, !=, osinfo_install_config_get_admin_password(other));
}

/* Every character turns up, with about the same chance: 64 of them in 24,000. */
static void
test_password_uses_whole_alphabet(void)
{
    guint counts[256] = {0};
    guint n_used = 0;

    for (guint i = 0; i < 2000; i++) {
        g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new(NULL);

        for (const char *c = osinfo_install_config_get_admin_password(config); *c != '\0'; c++)
            counts[(guchar)*c]++;
    }
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        if (counts[i] == 0)
            continue;
        n_used++;
        g_assert_cmpuint(counts[i], >, 375 - 200);
        g_assert_cmpuint(counts[i], <, 375 + 200);
    }
    g_assert_cmpuint(n_used, ==, 64);
}

static void
test_param(void)
{
    static const struct {
        const char *word; /* NULL: nothing is said */
        OsinfoInstallConfigParamPolicy policy;
    } rows[] = {
        {NULL, OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL},
        {"none", OSINFO_INSTALL_CONFIG_PARAM_POLICY_NONE},
        {"required", OSINFO_INSTALL_CONFIG_PARAM_POLICY_REQUIRED},
        {"optional", OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL},
        {"whatever", OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoInstallConfigParam) param = osinfo_install_config_param_new("user-login");
        OsinfoInstallConfigParamPolicy policy = OSINFO_INSTALL_CONFIG_PARAM_POLICY_NONE;
        g_autofree char *name = NULL;

        if (rows[i].word != NULL)
            osinfo_entity_set_param(OSINFO_ENTITY(param), OSINFO_INSTALL_CONFIG_PARAM_PROP_POLICY,
                                    rows[i].word);
        g_object_get(param, "policy", &policy, "name", &name, NULL);
        g_assert_cmpstr(name, ==, "user-login");
        g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(param)), ==, "user-login");
        g_assert_cmpint(policy, ==, rows[i].policy);
        g_assert_cmpint(osinfo_install_config_param_get_policy(param), ==, rows[i].policy);
        g_assert_cmpint(osinfo_install_config_param_is_required(param), ==,
                        rows[i].policy == OSINFO_INSTALL_CONFIG_PARAM_POLICY_REQUIRED);
        g_assert_cmpint(osinfo_install_config_param_is_optional(param), ==,
                        rows[i].policy == OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL);
    }
}

/* NULL takes a map away. */
static void
test_value_map(void)
{
    g_autoptr(OsinfoInstallConfigParam) param = osinfo_install_config_param_new("l10n-keyboard");
    g_autoptr(OsinfoDatamap) map = osinfo_datamap_new("m");
    g_autoptr(OsinfoDatamap) read = NULL;

    g_assert_null(osinfo_install_config_param_get_value_map(param));
    osinfo_install_config_param_set_value_map(param, map);
    g_object_get(param, "value-map", &read, NULL);
    g_assert_true(read == map);
    g_object_set(param, "value-map", NULL, NULL);
    g_assert_null(osinfo_install_config_param_get_value_map(param));
    osinfo_install_config_param_set_value_map(param, NULL);
    g_assert_null(osinfo_install_config_param_get_value_map(param));
}

static void
test_avatar_format(void)
{
    g_autoptr(OsinfoAvatarFormat) format = osinfo_avatar_format_new();
    OsinfoEntity *entity = OSINFO_ENTITY(format);
    g_autoptr(GList) types = NULL;
    gint width = 0;
    gint height = 0;
    gboolean alpha = FALSE;

    g_assert_null(osinfo_avatar_format_get_mime_types(format));
    g_assert_cmpint(osinfo_avatar_format_get_width(format), ==, -1);
    g_assert_cmpint(osinfo_avatar_format_get_height(format), ==, -1);
    g_assert_true(osinfo_avatar_format_get_alpha(format));
    osinfo_entity_add_param(entity, OSINFO_AVATAR_FORMAT_PROP_MIME_TYPE, "image/png");
    osinfo_entity_add_param(entity, OSINFO_AVATAR_FORMAT_PROP_MIME_TYPE, "image/bmp");
    osinfo_entity_set_param(entity, OSINFO_AVATAR_FORMAT_PROP_WIDTH, "48");
    osinfo_entity_set_param(entity, OSINFO_AVATAR_FORMAT_PROP_HEIGHT, "99999999999");
    osinfo_entity_set_param(entity, OSINFO_AVATAR_FORMAT_PROP_ALPHA, "false");
    g_object_get(format, "mime-types", &types, "width", &width, "height", &height, "alpha", &alpha,
                 NULL);
    g_assert_cmpuint(g_list_length(types), ==, 2);
    g_assert_cmpstr(types->next->data, ==, "image/bmp");
    g_assert_cmpint(width, ==, 48);
    g_assert_cmpint(height, ==, G_MAXINT);
    g_assert_false(alpha);
    g_assert_cmpint(osinfo_avatar_format_get_height(format), ==, G_MAXINT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/install-config/texts", test_texts);
    g_test_add_func("/install-config/answers", test_answers);
    g_test_add_func("/install-config/defaults", test_defaults);
    g_test_add_func("/install-config/password", test_password_uses_whole_alphabet);
    g_test_add_func("/install-config/param", test_param);
    g_test_add_func("/install-config/value-map", test_value_map);
    g_test_add_func("/install-config/avatar-format", test_avatar_format);
    return g_test_run();
}
