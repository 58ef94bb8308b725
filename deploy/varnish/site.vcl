# What differs from site to site. A copy in another folder may take the place of this file: see README.md.

# Where `manage.py serve` listens.
backend origin {
    .host = "127.0.0.1";
    .port = "8000";
    # Known to be dead within a second, to hang within five.
    .probe = {
        .url = "/healthz";
        .interval = 0.5s;
        .timeout = 2s;
        .window = 4;
        .threshold = 3;
        .initial = 3;
    }
}

# Those before the edge who name the reader in X-Forwarded-For, as an HTTPS terminator does. Others are not believed.
acl proxies {
    "127.0.0.1";
    "::1";
}

# Those who may purge: the newsroom's servers and workers. Who comes through a proxy is judged by his own address.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub site_deliver {
    # A CDN before the edge that purges by key needs the keys:
    # set resp.http.Surrogate-Key = resp.http.xkey;
}
