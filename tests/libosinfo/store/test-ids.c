/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pci.ids and usb.ids: which lines count, what the devices say, and how files of the database hide,
 * replace and extend entries.
 */
#include "config.h"

#include "compile/compile_module.h"
#include "sandbox.h"
#include "store/ids_store.h"

static const char pci_ids[] = "#\n"
                              "# A comment\n"
                              "\n"
                              "1af4  Red Hat, Inc.\n"
                              "\t1000  Virtio network device\n"
                              "\t\t01de 0800  Subsystem, passed over\n"
                              "\t1001   Virtio block device\r\n"
                              "\t12  no number\n"
                              "\tzzzz  no number either\n"
                              "8086  Intel Corporation\n"
                              "\t100e  82540EM\n"
                              "C 02  Network controller\n"
                              "\t0000  Ethernet controller\n"
                              "ffff  Illegal Vendor ID";

static const char usb_ids[] = "80ee  VirtualBox\n"
                              "\t0021  USB Tablet\n"
                              "\t\t01  Interface\n"
                              "C 00  (Defined at Interface level)\n"
                              "HID 21  HID\n"
                              "L 0001  Arabic\n"
                              "\t0401  Saudi Arabia\n";

/* A folder with both files. */
static char *
make_folder(const char *pci, const char *usb)
{
    char *folder = sandbox_new_folder();

    sandbox_write(folder, "pci.ids", pci);
    sandbox_write(folder, "usb.ids", usb);
    return folder;
}

static Store *
load(const char *folder, const GPtrArray *skip)
{
    g_autofree char *pci_path = g_build_filename(folder, "pci.ids", NULL);
    g_autofree char *usb_path = g_build_filename(folder, "usb.ids", NULL);

    return ids_store_load(pci_path, usb_path, skip, NULL);
}

/* Ids of all devices, in order. */
static char *
join_ids(Store *store)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    guint32 first = 0;
    guint count = store_get_range(store, FACT_KIND_DEVICE, &first);

    for (guint i = 0; i < count; i++)
        g_string_append_printf(joined, "%s%s", i > 0 ? " " : "", store_get_id(store, first + i));
    return g_strdup(joined->str);
}

static const char *
get_value(Store *store, const char *id, const char *key)
{
    guint32 record = store_find(store, FACT_KIND_DEVICE, id);

    return record != STORE_NONE ? store_get_value(store, record, store_find_key(store, key)) : NULL;
}

static void
test_lines(void)
{
    static const struct {
        const char *id;
        const char *key;
        const char *value;
    } cases[] = {
        {"http://pcisig.com/pci/1af4/1000", "vendor", "Red Hat, Inc."},
        {"http://pcisig.com/pci/1af4/1000", "vendor-id", "1af4"},
        {"http://pcisig.com/pci/1af4/1000", "product", "Virtio network device"},
        {"http://pcisig.com/pci/1af4/1000", "product-id", "1000"},
        {"http://pcisig.com/pci/1af4/1000", "bus-type", "pci"},
        {"http://pcisig.com/pci/1af4/1000", "name", NULL},
        {"http://pcisig.com/pci/1af4/1000", "class", NULL},
        {"http://pcisig.com/pci/1af4/1001", "product", "Virtio block device"},
        {"http://usb.org/usb/80ee/0021", "vendor", "VirtualBox"},
        {"http://usb.org/usb/80ee/0021", "bus-type", "usb"},
    };
    g_autofree char *folder = make_folder(pci_ids, usb_ids);
    g_autoptr(Store) store = load(folder, NULL);
    g_autofree char *ids = join_ids(store);

    g_assert_cmpstr(ids, ==,
                    "http://pcisig.com/pci/1af4/1000 http://pcisig.com/pci/1af4/1001 "
                    "http://pcisig.com/pci/8086/100e http://usb.org/usb/80ee/0021");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(get_value(store, cases[i].id, cases[i].key), ==, cases[i].value);
}

/* Without order in the file the devices are sorted all the same; of two with one id the last counts. */
static void
test_unsorted(void)
{
    g_autofree char *folder = make_folder("8086  Intel\n\t2000  B\n\t1000  A\n"
                                          "1af4  Red Hat\n\t0001  C\n"
                                          "8086  Intel\n\t1000  A again\n",
                                          "");
    g_autoptr(Store) store = load(folder, NULL);
    g_autofree char *ids = join_ids(store);

    g_assert_cmpstr(ids, ==,
                    "http://pcisig.com/pci/1af4/0001 http://pcisig.com/pci/8086/1000 "
                    "http://pcisig.com/pci/8086/2000");
    g_assert_nonnull(get_value(store, "http://pcisig.com/pci/8086/1000", "product"));
}

static void
test_skipped(void)
{
    g_autofree char *folder = make_folder(pci_ids, usb_ids);
    g_autoptr(GPtrArray) skip = g_ptr_array_new();
    g_autoptr(Store) store = NULL;
    g_autofree char *ids = NULL;

    g_ptr_array_add(skip, "http://pcisig.com/pci/1af4/1000");
    g_ptr_array_add(skip, "http://pcisig.com/pci/1af4/1000");
    g_ptr_array_add(skip, "http://usb.org/usb/80ee/0021");
    g_ptr_array_add(skip, "http://nowhere/else");
    store = load(folder, skip);
    ids = join_ids(store);
    g_assert_cmpstr(ids, ==, "http://pcisig.com/pci/1af4/1001 http://pcisig.com/pci/8086/100e");
}

/* Names are UTF-8, whatever the file holds. */
static void
test_not_utf8(void)
{
    g_autofree char *folder = make_folder("8086  Caf\xe9 long enough for a word\n"
                                          "\t1000  \xfc\xfd\n"
                                          "\t1001  S\xc3\xb6ren & Caf\xc3\n"
                                          "\t1002  \xc3\xa9t\xc3\xa9\n",
                                          "");
    g_autoptr(Store) store = load(folder, NULL);
    static const char *const rows[][2] = {{"http://pcisig.com/pci/8086/1000", "??"},
                                          {"http://pcisig.com/pci/8086/1001", "S\u00f6ren & Caf?"},
                                          {"http://pcisig.com/pci/8086/1002", "\u00e9t\u00e9"}};

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_cmpstr(get_value(store, rows[i][0], "product"), ==, rows[i][1]);
        g_assert_cmpstr(get_value(store, rows[i][0], "vendor"), ==, "Caf? long enough for a word");
    }
}

static void
test_nothing_there(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(Store) store = load(folder, NULL);
    g_autofree char *ids = join_ids(store);

    g_assert_cmpstr(ids, ==, "");
}

/* Whatever stands in the file, the reader comes to its end. */
static void
test_garbage(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(4711);

    for (guint i = 0; i < 400; i++) {
        static const char alphabet[] = "0af\t\t\n\n #Cx\r";
        char text[400] = "";
        g_autofree char *folder = NULL;
        g_autoptr(Store) store = NULL;
        guint32 first = 0;
        guint count = 0;

        for (guint j = 0; j < sizeof(text) - 1; j++)
            text[j] = alphabet[g_rand_int_range(random, 0, (gint32)sizeof(alphabet) - 1)];
        folder = make_folder(text, text);
        store = load(folder, NULL);
        count = store_get_range(store, FACT_KIND_DEVICE, &first);
        for (guint j = 0; j < count; j++) {
            const char *id = store_get_id(store, first + j);

            g_assert_nonnull(id);
            g_assert_cmpuint(store_find(store, FACT_KIND_DEVICE, id), ==, first + j);
            g_assert_nonnull(get_value(store, id, "product"));
        }
        sandbox_remove(folder, ".");
    }
}

static void
test_keys(void)
{
    static const struct {
        const char *key;
        const char *id;
    } cases[] = {
        {"device/pcisig.com/pci-1af4-1000", "http://pcisig.com/pci/1af4/1000"},
        {"device/usb.org/usb-80ee-0021", "http://usb.org/usb/80ee/0021"},
        {"device/xen.org/xen-vbd", NULL},
        {"device/pcisig.com/pci-1af4", NULL},
        {"device/pcisig.com/pci-1af4-10000", NULL},
        {"os/pcisig.com/pci-1af4-1000", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *id = ids_store_get_id(cases[i].key);

        g_assert_cmpstr(id, ==, cases[i].id);
    }
}

/* The store of a folder with files of devices and both ids files. */
static Store *
compile(const char *folder)
{
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    Store *store = NULL;

    plan->pci_ids = g_build_filename(folder, "pci.ids", NULL);
    plan->usb_ids = g_build_filename(folder, "usb.ids", NULL);
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    bytes = osinfo_compile_module.compile(plan, &error);
    g_assert_no_error(error);
    store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);
    g_assert_no_error(error);
    return store;
}

/* An extension says more of an entry, a master takes its place, an empty one hides it. */
static void
test_files_and_entries(void)
{
    g_autofree char *folder = make_folder(pci_ids, usb_ids);
    g_autoptr(Store) store = NULL;
    guint n_overridden = 0;
    const guint32 *overridden = NULL;

    sandbox_write_xml(folder, "device/pcisig.com/pci-1af4-1000.d/class.xml",
                      "<device id='http://pcisig.com/pci/1af4/1000'><name>virtio-net</name>"
                      "<vendor>ours</vendor></device>");
    sandbox_write_xml(folder, "device/pcisig.com/pci-1af4-1001.xml",
                      "<device id='http://pcisig.com/pci/1af4/1001'><name>virtio-block</name>"
                      "</device>");
    sandbox_write(folder, "device/usb.org/usb-80ee-0021.xml", "");
    sandbox_write_xml(folder, "os/e.org/a.xml",
                      "<os id='http://e.org/a'><devices>"
                      "<device id='http://pcisig.com/pci/8086/100e'/>"
                      "<device id='http://usb.org/usb/80ee/0021'/></devices></os>");
    store = compile(folder);
    overridden = store_get_section(store, STORE_SECTION_OVERRIDDEN_IDS, &n_overridden);

    g_assert_cmpstr(get_value(store, "http://pcisig.com/pci/1af4/1000", "name"), ==, "virtio-net");
    g_assert_cmpstr(get_value(store, "http://pcisig.com/pci/1af4/1000", "vendor"), ==, "ours");
    g_assert_cmpstr(get_value(store, "http://pcisig.com/pci/1af4/1000", "product"), ==,
                    "Virtio network device");
    g_assert_cmpstr(get_value(store, "http://pcisig.com/pci/1af4/1001", "product"), ==, NULL);
    g_assert_cmpstr(get_value(store, "http://pcisig.com/pci/8086/100e", "product"), ==, "82540EM");
    g_assert_cmpstr(get_value(store, "http://usb.org/usb/80ee/0021", "product"), ==, NULL);
    g_assert_cmpuint(n_overridden, ==, 2);
    g_assert_cmpstr(store_get_string(store, overridden[0]), ==, "http://pcisig.com/pci/1af4/1001");
    g_assert_cmpstr(store_get_string(store, overridden[1]), ==, "http://usb.org/usb/80ee/0021");
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/ids/lines", test_lines);
    g_test_add_func("/ids/unsorted", test_unsorted);
    g_test_add_func("/ids/skipped", test_skipped);
    g_test_add_func("/ids/not-utf8", test_not_utf8);
    g_test_add_func("/ids/nothing-there", test_nothing_there);
    g_test_add_func("/ids/garbage", test_garbage);
    g_test_add_func("/ids/keys", test_keys);
    g_test_add_func("/ids/files-and-entries", test_files_and_entries);
    return sandbox_run();
}
