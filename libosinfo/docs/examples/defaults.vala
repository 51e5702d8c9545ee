/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints what a virtual machine for an operating system should have.
 *
 * usage: defaults SHORT-ID
 */
/* What is asked of a machine: a class of devices. */
const string[] CLASSES = { "net", "block", "video", "audio" };

Osinfo.Db load_database () throws Error {
    var loader = new Osinfo.Loader ();
    loader.process_default_path ();
    return loader.get_db ();
}

/* A system can have several short ids; a filter looks at all of them. */
Osinfo.Os? find_system (Osinfo.Db db, string short_id) {
    var wanted = new Osinfo.Filter ();
    wanted.add_constraint (Osinfo.PRODUCT_PROP_SHORT_ID, short_id);
    var found = ((Osinfo.List) db.get_os_list ()).new_filtered (wanted);
    return found.get_length () > 0 ? (Osinfo.Os) found.get_nth (0) : null;
}

/* Devices that the system has drivers for, what it inherits among them, in the order of the database. */
Osinfo.Device? find_device (Osinfo.Os os, string device_class) {
    var wanted = new Osinfo.Filter ();
    wanted.add_constraint (Osinfo.DEVICE_PROP_CLASS, device_class);
    var found = os.get_all_devices (wanted);
    return found.get_length () > 0 ? (Osinfo.Device) found.get_nth (0) : null;
}

bool can_start_by_efi (Osinfo.Os os) {
    var firmwares = os.get_complete_firmware_list (null);
    for (int i = 0; i < firmwares.get_length (); i++) {
        var firmware = (Osinfo.Firmware) firmwares.get_nth (i);
        if (firmware.get_firmware_type () == "efi" && firmware.is_supported ())
            return true;
    }
    return false;
}

int main (string[] arguments) {
    if (arguments.length != 2) {
        stderr.printf ("usage: defaults SHORT-ID\n");
        return 2;
    }
    try {
        var db = load_database ();
        var os = find_system (db, arguments[1]);
        if (os == null) {
            stderr.printf ("defaults: there is no system '%s'\n", arguments[1]);
            return 1;
        }
        print ("%s\n", os.get_name ());
        print ("firmware: %s\n", can_start_by_efi (os) ? "efi" : "bios");
        foreach (unowned string device_class in CLASSES) {
            var device = find_device (os, device_class);
            print ("%s: %s\n", device_class, device != null ? device.get_name () : "any");
        }
    } catch (Error error) {
        stderr.printf ("defaults: %s\n", error.message);
        return 1;
    }
    return 0;
}
