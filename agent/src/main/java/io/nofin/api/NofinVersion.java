package io.nofin.api;

/** The version of nofin, which the build puts into its jar. */
public final class NofinVersion {

    private NofinVersion() {
    }

    /** Returns the version, or {@code from source} where there is no jar. */
    public static String text() {
        String version = NofinVersion.class.getPackage().getImplementationVersion();
        return version == null ? "from source" : version;
    }
}
