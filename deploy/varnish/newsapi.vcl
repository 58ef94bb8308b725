# The edge: keeps public answers for as long as the origin promises and no longer, shows stale ones while it asks
# anew or cannot, and forgets by key what the newsroom has changed. docs/decisions/0022-the-edge.md says why.
#
# X-Stale is a note on a question whose answer is past stale-while-revalidate. "kept": there is one, but the origin is
# asked first. "wanted": that has failed, and it is shown. Where the origin has failed is remembered for two seconds, as
# an empty bucket of one token, by two bytes of the question's hash: so there are never more than 65,536 buckets.
vcl 4.1;

import blob;
import std;
import var;
import vsthrottle;
import xkey;

include "site.vcl";
include "languages.vcl";
include "problems.vcl";

# A question -------------------------------------------------------------------------------------------------

sub vcl_recv {
    if (req.restarts > 0) {
        return (hash);
    }
    call name_the_reader;
    call name_the_request;
    if (req.method == "PURGE") {
        call purge;
    }
    if (req.method != "GET" && req.method != "HEAD") {
        # What comes slowly comes whole to the origin, which has few threads; pictures are too large to be held here.
        if (std.integer(req.http.Content-Length, 0) < 1000000) {
            std.cache_req_body(1MB);
        }
        return (pass);
    }
    # The newsroom's pages, previews, whoever brings a key of his own, and events, which each reader takes up where he
    # left off: what they get is for nobody else.
    if (req.url !~ "^/(?:api|media|static)/" || req.url ~ "^/api/v1/stream/|[?&]preview=" || req.http.Authorization) {
        return (pass);
    }
    # An editor asks where the time of an answer goes: that answer is his alone. Whoever has no such session gets what
    # everybody gets; a false one may ask the origin once a second, no more.
    if (req.http.X-Server-Timing && req.http.Cookie ~ "(^|;\s*)sessionid="
        && !vsthrottle.is_denied("timing " + req.http.X-Forwarded-For, 60, 60s)) {
        return (pass);
    }
    call name_the_question;
    return (hash);
}

sub name_the_reader {
    # Varnish has added the address of the connection to what came; what came may be forged.
    if (client.ip !~ proxies) {
        set req.http.X-Forwarded-For = client.ip;
        unset req.http.X-Forwarded-Proto;
    } elsif (req.http.X-Forwarded-For ~ ",") {
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, "\s*,[^,]*$", "");
        # With a CDN before the proxy, the last one named is the CDN.
        if (std.ip(regsub(req.http.X-Forwarded-For, "^.*,\s*", ""), "0.0.0.0") ~ proxies) {
            set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, "\s*,[^,]*$", "");
        }
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, "^.*,\s*", "");
    }
}

sub name_the_request {
    if (req.http.X-Request-ID !~ "^[\x20-\x7e]{1,64}$") {
        set req.http.X-Request-ID = std.time2integer(now, 0) + "-" + req.xid;
    }
    unset req.http.X-Stale;
}

# Equal questions are to look equal.
sub name_the_question {
    unset req.http.Cookie;
    unset req.http.X-Server-Timing;
    unset req.http.Origin;
    unset req.http.Access-Control-Request-Method;
    if (req.http.Host ~ "[A-Z]|:(?:80|443)$") {
        set req.http.Host = regsub(std.tolower(req.http.Host), ":(80|443)$", "");
    }
    # Only the first ? begins the parameters; any other is a part of a value, where %3F is the same.
    if (req.url ~ "\?.*\?") {
        set req.url = regsuball(req.url, "(?:^[^?]*\?|(?!^)\G)[^?]*\K\?", "%3F");
    }
    if (req.url ~ "[?&](?:utm_|fbclid|gclid|yclid|$)") {
        set req.url = regsuball(req.url, "(?<=[?&])(utm_[^=&]*|fbclid|gclid|yclid)(=[^&]*)?(&|$)", "");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
    # Parameters of one name say something by their order, as in `ordering`, which sorting by values would change.
    if (req.url ~ "&" && req.url !~ "[?&]([^=&]+)(?:=[^&]*)?&(?:.*&)?\1(?:[=&]|$)|[?&][^=&]*%") {
        set req.url = std.querysort(req.url);
    }
    if (req.url ~ "^/api/") {
        # The origin compares tags alone: what an answer holds changes without its article.
        unset req.http.If-Modified-Since;
        call choose_the_language;
    }
}

sub vcl_hash {
    # Varnish has made of it "gzip" or nothing. Both forms are kept: unpacking for each reader costs more than memory.
    set req.http.X-Encoding = req.http.Accept-Encoding;
    hash_data(req.http.Accept-Encoding);
    # Links have the scheme. Varnish itself adds host and URL.
    hash_data(req.http.X-Forwarded-Proto);
}

# A purge ----------------------------------------------------------------------------------------------------

sub purge {
    if (std.ip(req.http.X-Forwarded-For, "0.0.0.0") !~ purgers) {
        return (synth(405, "Purging is for the newsroom's servers."));
    }
    if (req.http.Surrogate-Key !~ "\S") {
        return (synth(400, "Surrogate-Key names what is to be purged."));
    }
    var.global_set("purged", std.real(time=now));
    set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
    return (synth(200, "Purged"));
}

# What is kept -----------------------------------------------------------------------------------------------

sub vcl_hit {
    if (obj.ttl > 0s || req.http.X-Stale == "wanted") {
        return (deliver);
    }
    # Its life is over. Varnish is asking anew already; meanwhile it is shown as long as the origin allows,
    if (obj.ttl + std.duration(regsub(obj.http.Cache-Control, ".*stale-while-revalidate=(\d+).*", "\1s"), 0s) > 0s) {
        return (deliver);
    }
    # and longer where the origin cannot answer.
    if (!std.healthy(req.backend_hint)
        || vsthrottle.remaining(blob.encode(encoding=HEX, blob=blob.sub(req.hash, 2B)), 1, 2s) == 0) {
        return (deliver);
    }
    set req.http.X-Stale = "kept";
    set req.grace = 0s;
    return (restart);
}

sub vcl_miss {
    if (req.http.X-Stale == "kept"
        && vsthrottle.remaining(blob.encode(encoding=HEX, blob=blob.sub(req.hash, 2B)), 1, 2s) == 0) {
        call take_the_stale;
    }
}

sub take_the_stale {
    set req.http.X-Stale = "wanted";
    set req.grace = 52w;
    return (restart);
}

# The origin -------------------------------------------------------------------------------------------------

sub vcl_backend_fetch {
    var.set_real("asked", std.real(time=now));
    if (bereq.is_bgfetch && (bereq.http.X-Stale == "wanted"
        || vsthrottle.remaining(blob.encode(encoding=HEX, blob=blob.sub(bereq.hash, 2B)), 1, 2s) == 0)) {
        return (abandon);
    }
    if (bereq.http.X-Stale) {
        set bereq.first_byte_timeout = 2s;
    } elsif (!bereq.uncacheable) {
        set bereq.first_byte_timeout = 10s;
    }
}

sub vcl_backend_response {
    if (bereq.uncacheable) {
        return (deliver);
    }
    if (beresp.status >= 500) {
        call origin_failed;
    }
    # A limit is about the one who asked: others keep what they have, and may ask at once.
    if (beresp.status == 429) {
        call abandon_for_what_is_kept;
    }
    if (beresp.http.Cache-Control !~ "max-age=\d" || beresp.http.Cache-Control ~ "private|no-store|no-cache"
        || beresp.http.Set-Cookie || beresp.http.Vary ~ "\*") {
        call keep_nothing;
    }
    # A purge while the origin was answering: it may have answered with what was before.
    if (std.real(var.global_get("purged"), 0.0) >= var.get_real("asked")) {
        if (bereq.retries < 2) {
            return (retry);
        }
        set beresp.http.Cache-Control = "public, max-age=0, s-maxage=0";
        set beresp.ttl = 0s;
    }
    call keep;
    return (deliver);
}

sub keep {
    # Varnish counts s-maxage from the answer. The origin meant the moment at which it was asked, or a later one.
    set beresp.http.X-Took = "" + (now - std.time(real=var.get_real("asked"))) + "s";
    set beresp.ttl -= std.duration(beresp.http.X-Took, 0s);
    if (beresp.ttl <= 0s) {
        # Whoever has waited for this very answer gets it, nobody later: a thousand need not ask one by one.
        set beresp.ttl = 0.01ms;
    }
    set beresp.grace = std.duration(regsub(beresp.http.Cache-Control, ".*stale-while-revalidate=(\d+).*", "\1s"), 0s)
        + std.duration(regsub(beresp.http.Cache-Control, ".*stale-if-error=(\d+).*", "\1s"), 0s);
    if (beresp.http.Content-Type ~ "text|json|javascript|xml|yaml") {
        set beresp.do_gzip = (bereq.http.X-Encoding == "gzip");
        if (beresp.http.Vary !~ "Accept-Encoding") {
            set beresp.http.Vary = regsub(beresp.http.Vary, ".+", "\0, ") + "Accept-Encoding";
        }
    }
    if (bereq.url ~ "^/media/pictures/\d+/") {
        call keep_a_picture_briefly;
    }
    if (beresp.http.Surrogate-Key) {
        set beresp.http.xkey = beresp.http.Surrogate-Key;
    }
    unset beresp.http.Surrogate-Key;
    unset beresp.http.Server;
}

sub keep_a_picture_briefly {
    # Files say a day, yet some go sooner and without a purge: those that no article shows, and what others replaced.
    set beresp.http.Surrogate-Key = regsub(bereq.url, "^/media/pictures/(\d+)/.*$", "image:\1");
    if (beresp.ttl > 60s) {
        # For the rest of its life it stands in while the origin cannot answer.
        set beresp.grace = beresp.ttl - 60s;
        set beresp.ttl = 60s;
        set beresp.http.Cache-Control = beresp.http.Cache-Control + ", s-maxage=60";
    }
}

sub keep_nothing {
    # Remembered for a while, so that others do not wait for what is not for them.
    set beresp.uncacheable = true;
    set beresp.ttl = 10s;
    set beresp.grace = 0s;
    return (deliver);
}

sub origin_failed {
    vsthrottle.is_denied(blob.encode(encoding=HEX, blob=blob.sub(bereq.hash, 2B)), 1, 2s);
    call abandon_for_what_is_kept;
}

sub abandon_for_what_is_kept {
    if (bereq.is_bgfetch || bereq.http.X-Stale) {
        return (abandon);
    }
}

sub vcl_backend_error {
    call origin_failed;
    return (abandon);
}

# An answer --------------------------------------------------------------------------------------------------

sub vcl_deliver {
    if (resp.status >= 500 && req.http.X-Stale == "kept") {
        call take_the_stale;
    }
    set resp.http.X-Request-ID = req.http.X-Request-ID;
    if (obj.hits > 0) {
        set resp.http.Cache-Status = "edge; hit; ttl=" + std.integer(duration=obj.ttl, fallback=0);
        unset resp.http.RateLimit;
    } elsif (obj.uncacheable) {
        set resp.http.Cache-Status = "edge; fwd=bypass";
    } else {
        set resp.http.Cache-Status = "edge; fwd=miss";
    }
    if (resp.http.X-Took) {
        set resp.http.Age = std.integer(duration=obj.age + std.duration(resp.http.X-Took, 0s), fallback=0);
    }
    call site_deliver;
    unset resp.http.X-Took;
    unset resp.http.xkey;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}

sub vcl_synth {
    if (resp.status == 503 && req.http.X-Stale == "kept") {
        call take_the_stale;
    }
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    set resp.http.X-Request-ID = req.http.X-Request-ID;
    set resp.http.Cache-Control = "no-store";
    if (resp.status == 200) {
        set resp.http.Content-Type = "application/json";
        set resp.body = {"{"purged": "} + req.http.X-Purged + "}";
    } else {
        call problem;
    }
    return (deliver);
}
