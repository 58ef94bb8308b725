# The shape of every error, as newsapi/errors.py has it. The text of a 400 or 405 is the reason that synth() was given.
sub problem {
    if (resp.status == 400) {
        set resp.http.X-Code = "bad_request";
        set resp.http.X-Title = "Bad request";
    } elsif (resp.status == 405) {
        set resp.http.X-Code = "method_not_allowed";
        set resp.http.X-Title = "Method not allowed";
        set resp.http.Allow = "GET, HEAD, OPTIONS";
    } else {
        set resp.status = 503;
        set resp.reason = "Service Unavailable";
        set resp.http.X-Code = "unavailable";
        set resp.http.X-Title = "Unavailable";
        set resp.http.X-Detail = "The server does not answer; try again.";
        set resp.http.Retry-After = "5";
    }
    if (!resp.http.X-Detail) {
        set resp.http.X-Detail = resp.reason;
    }
    if (resp.status == 503 && req.url !~ "^/api/") {
        set resp.http.Content-Type = "text/plain";
        set resp.body = resp.http.X-Detail;
    } else {
        call problem_document;
    }
    unset resp.http.X-Code;
    unset resp.http.X-Title;
    unset resp.http.X-Detail;
}

sub problem_document {
    # What a client has sent goes into JSON only without what could end a string there.
    set resp.http.X-Site = regsub(req.http.X-Forwarded-Proto, "^$", "http") + "://"
        + regsub(req.http.Host, "[^A-Za-z0-9.:\[\]-].*$", "");
    set resp.http.X-Instance = regsub(req.url, {"["\\\x80-\xff].*$"}, "");
    set resp.http.Content-Type = "application/problem+json";
    set resp.http.Access-Control-Allow-Origin = "*";
    set resp.body = {"{"type":""} + resp.http.X-Site + {"/api/v1/problems/"} + resp.http.X-Code
        + {"/","title":""} + resp.http.X-Title + {"","status":"} + resp.status + {","detail":""} + resp.http.X-Detail
        + {"","instance":""} + resp.http.X-Instance + {"","code":""} + resp.http.X-Code
        + {"","request_id":""} + regsuball(req.http.X-Request-ID, {"["\\]"}, {"\\\0"}) + {"","errors":[]}"};
    unset resp.http.X-Site;
    unset resp.http.X-Instance;
}
