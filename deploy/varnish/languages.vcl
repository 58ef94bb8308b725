# Brings Accept-Language down to the one locale that newsapi/locales.py would choose, written as "ru" or "uz-cyrl",
# where the answer depends on it. A site whose LOCALES lack a language takes it out of the second step.
#
# Headers that cannot be brought down (elements that are empty or malformed, * beside others, q=0, qualities of two
# digits or more, over 500 characters) go on to the origin as they are, or nearly: it chooses by itself, and Varnish
# keeps the answer for the same header.
sub choose_the_language {
    # Programs say * who do not care.
    if (req.url ~ "[?&]locale=" || !req.http.Accept-Language || req.http.Accept-Language == "*") {
        unset req.http.Accept-Language;
        return;
    }
    if (req.http.Accept-Language !~ "^.{1,500}$") {
        return;
    }
    set req.http.Accept-Language = std.tolower(req.http.Accept-Language);
    if (req.http.Accept-Language !~ {"(?x) ^ (?:
            [a-z]{1,8} (?: - [a-z0-9]{1,8} )*
            (?: [ \t]* ; [ \t]* q= (?: 0 \. [0-9]{1,3} | 1 (?: \. 0{0,3} )? ) )?
            (?: [ \t]* , [ \t]* (?! $ ) | $ ) )+ $"}
        || req.http.Accept-Language ~ ";[ \t]*q=0\.0+(?![0-9])") {
        return;
    }
    # 1. Spaces, and what says no more than nothing.
    set req.http.Accept-Language = regsuball(req.http.Accept-Language, "\s+|;q=1(\.0*)?(?=\s|,|$)", "");
    # 2. What the site does not speak.
    set req.http.Accept-Language = regsuball(req.http.Accept-Language, "(^|,)(?!(uz|ru|en)(?![a-z0-9]))[^,]*", "");
    # 3. Countries and the like, with _ for Cyrillic letters; and the commas that are left over.
    set req.http.Accept-Language = regsuball(req.http.Accept-Language, "(?<=uz)(-[a-z0-9]+)*-cyrl(-[a-z0-9]+)*", "_");
    set req.http.Accept-Language = regsuball(req.http.Accept-Language, "(-[a-z0-9]+)+|^,+|,+$", "");
    # 4. The first that is wanted without reserve, else the first of those that are wanted most.
    set req.http.Accept-Language = regsub(req.http.Accept-Language, "^(?:.*?,)??([a-z_]+)(?:,.*)?$", "\1");
    if (req.http.Accept-Language !~ "\.\d\d") {
        set req.http.Accept-Language = regsub(req.http.Accept-Language, {"(?x) ^ (?|
            (?: .*? , )?? ([a-z_]+) ;q=0\.9 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.8 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.7 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.6 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.5 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.4 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.3 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.2 .* |
            (?: .*? , )?? ([a-z_]+) ;q=0\.1 .* ) $"}, "\1");
    }
    set req.http.Accept-Language = regsuball(req.http.Accept-Language, "_", "-cyrl");
    if (req.http.Accept-Language == "") {
        unset req.http.Accept-Language;
    }
}
