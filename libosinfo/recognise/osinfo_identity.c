/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoIdentity:
 *
 * What a system is called elsewhere: a name in a scheme, such as `rhel9_64Guest` in that of VMware.
 * [method@Libosinfo.Os.get_identities] lists those of a system, and
 * [method@Libosinfo.Db.find_os_by_identity] goes the other way.
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "osinfo/osinfo_enum_types.h"
#include "recognise/osinfo_identity_private.h"

struct _OsinfoIdentity {
    GObject parent_instance;
    char *scheme;
    char *architecture; /* NULL: all */
    char *name;         /* NULL: none */
    OsinfoIdentityMatch match;
    gboolean is_prefix;
};

G_DEFINE_FINAL_TYPE(OsinfoIdentity, osinfo_identity, G_TYPE_OBJECT)

enum {
    PROP_0,
    PROP_SCHEME,
    PROP_NAME,
    PROP_MATCH,
    PROP_ARCHITECTURE,
    PROP_PREFIX,
    N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
osinfo_identity_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    OsinfoIdentity *self = OSINFO_IDENTITY(object);

    switch (id) {
    case PROP_SCHEME:
        g_value_set_string(value, self->scheme);
        break;
    case PROP_NAME:
        g_value_set_string(value, self->name);
        break;
    case PROP_MATCH:
        g_value_set_enum(value, (gint)self->match);
        break;
    case PROP_ARCHITECTURE:
        g_value_set_string(value, self->architecture);
        break;
    case PROP_PREFIX:
        g_value_set_boolean(value, self->is_prefix);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
        break;
    }
}

static void
osinfo_identity_finalize(GObject *object)
{
    OsinfoIdentity *self = OSINFO_IDENTITY(object);

    g_free(self->scheme);
    g_free(self->architecture);
    g_free(self->name);
    G_OBJECT_CLASS(osinfo_identity_parent_class)->finalize(object);
}

static void
osinfo_identity_class_init(OsinfoIdentityClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = osinfo_identity_get_property;
    object_class->finalize = osinfo_identity_finalize;

    /**
     * OsinfoIdentity:scheme:
     *
     * Whose name it is, such as `vmware`.
     *
     * Since: 2.0.0
     */
    properties[PROP_SCHEME] = g_param_spec_string("scheme", "Scheme", NULL, NULL, flags);
    /**
     * OsinfoIdentity:name:
     *
     * The name.
     *
     * Since: 2.0.0
     */
    properties[PROP_NAME] = g_param_spec_string("name", "Name", NULL, NULL, flags);
    /**
     * OsinfoIdentity:match:
     *
     * How well the name fits the system.
     *
     * Since: 2.0.0
     */
    properties[PROP_MATCH] = g_param_spec_enum("match", "Match", NULL, OSINFO_TYPE_IDENTITY_MATCH,
                                               OSINFO_IDENTITY_MATCH_NONE, flags);
    /**
     * OsinfoIdentity:architecture:
     *
     * The architecture on which the system is called so.
     *
     * Since: 2.0.0
     */
    properties[PROP_ARCHITECTURE] =
        g_param_spec_string("architecture", "Architecture", NULL, NULL, flags);
    /**
     * OsinfoIdentity:prefix:
     *
     * Whether longer names that begin with this one are names of the system as well.
     *
     * Since: 2.0.0
     */
    properties[PROP_PREFIX] = g_param_spec_boolean("prefix", "Prefix", NULL, FALSE, flags);
    g_object_class_install_properties(object_class, N_PROPERTIES, properties);
}

static void
osinfo_identity_init(OsinfoIdentity *self G_GNUC_UNUSED)
{
}

OsinfoIdentity *
identity_object_new(const char *scheme, const char *architecture, const char *name,
                    OsinfoIdentityMatch match, gboolean is_prefix)
{
    OsinfoIdentity *self = g_object_new(OSINFO_TYPE_IDENTITY, NULL);

    self->scheme = g_strdup(scheme);
    self->architecture = g_strdup(architecture);
    self->name = g_strdup(name);
    self->match = match;
    self->is_prefix = is_prefix;
    return self;
}

/**
 * osinfo_identity_get_scheme:
 * @identity: a name
 *
 * Gets whose name it is, as [method@Libosinfo.Db.find_os_by_identity] takes it.
 *
 * Returns: (transfer none): the scheme, such as `vmware`
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identity_get_scheme(OsinfoIdentity *identity)
{
    g_return_val_if_fail(OSINFO_IS_IDENTITY(identity), NULL);

    return identity->scheme;
}

/**
 * osinfo_identity_get_name:
 * @identity: a name
 *
 * Gets the name, as [method@Libosinfo.Db.find_os_by_identity] takes it.
 *
 * Returns: (transfer none) (nullable): the name, %NULL when the scheme has nothing for the system
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identity_get_name(OsinfoIdentity *identity)
{
    g_return_val_if_fail(OSINFO_IS_IDENTITY(identity), NULL);

    return identity->name;
}

/**
 * osinfo_identity_get_match:
 * @identity: a name
 *
 * Gets how well the name fits the system.
 *
 * Returns: whether the name is the system's, the nearest one, or there is none
 *
 * Since: 2.0.0
 */
OsinfoIdentityMatch
osinfo_identity_get_match(OsinfoIdentity *identity)
{
    g_return_val_if_fail(OSINFO_IS_IDENTITY(identity), OSINFO_IDENTITY_MATCH_NONE);

    return identity->match;
}

/**
 * osinfo_identity_get_architecture:
 * @identity: a name
 *
 * Gets the architecture on which the system is called so. Not all schemes tell them apart.
 *
 * Returns: (transfer none) (nullable): an architecture, such as `x86_64`; %NULL when the name holds for
 *   all of them
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identity_get_architecture(OsinfoIdentity *identity)
{
    g_return_val_if_fail(OSINFO_IS_IDENTITY(identity), NULL);

    return identity->architecture;
}

/**
 * osinfo_identity_is_prefix:
 * @identity: a name
 *
 * Tells whether longer names that begin with this one are names of the system as well, as that of
 * Alpine Linux 3.20 in `os-release` is `alpine:3.20`, and its files say `3.20.3`.
 *
 * Returns: %TRUE when the name is the beginning of names
 *
 * Since: 2.0.0
 */
gboolean
osinfo_identity_is_prefix(OsinfoIdentity *identity)
{
    g_return_val_if_fail(OSINFO_IS_IDENTITY(identity), FALSE);

    return identity->is_prefix;
}
