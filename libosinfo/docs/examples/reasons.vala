/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints the systems that an image or an installation tree can be, with what speaks for and against each.
 *
 * usage: reasons LOCATION
 */
Osinfo.Db load_database () throws Error {
    var loader = new Osinfo.Loader ();
    loader.process_default_path ();
    return loader.get_db ();
}

void print_candidate (Osinfo.Candidate candidate) {
    print ("%s\n", candidate.get_os ().get_name ());
    foreach (unowned string key in candidate.get_supported_by ())
        print ("+ %s\n", key);
    foreach (unowned string key in candidate.get_contradicted_by ())
        print ("- %s\n", key);
}

async void print_reasons (Osinfo.Db db, string location) throws Error {
    var identification = yield db.identify_location_async (location, Priority.DEFAULT, null);
    unowned ListModel candidates = identification.get_candidates ();
    for (uint i = 0; i < candidates.get_n_items (); i++)
        print_candidate ((Osinfo.Candidate) candidates.get_item (i));
}

int main (string[] arguments) {
    if (arguments.length != 2) {
        stderr.printf ("usage: reasons LOCATION\n");
        return 2;
    }
    var loop = new MainLoop ();
    int status = 0;
    try {
        print_reasons.begin (load_database (), arguments[1], (source, result) => {
            try {
                print_reasons.end (result);
            } catch (Error error) {
                stderr.printf ("reasons: %s\n", error.message);
                status = 1;
            }
            loop.quit ();
        });
        loop.run ();
    } catch (Error error) {
        stderr.printf ("reasons: %s\n", error.message);
        return 1;
    }
    return status;
}
