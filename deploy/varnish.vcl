# Varnish 7 in front of Sambang (behind whatever ends TLS). Sambang tells it what is stale by cache
# tag and by exact address: SAMBANG_VARNISH_URLS=http://<this machine>:6081 and SAMBANG_PURGE_TOKEN.
vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
    .first_byte_timeout = 60s;
}

# The machines on which Sambang's worker and sweeper run.
acl sambang {
    "127.0.0.1";
    "10.0.0.0"/24;
}

sub vcl_recv {
    if (req.method == "BAN") {
        # The same secret as SAMBANG_PURGE_TOKEN.
        if (client.ip !~ sambang || req.http.X-Purge-Token != "CHANGE-ME-to-the-purge-token") {
            return (synth(403));
        }
        if (req.http.X-Ban-Tags && !std.ban("obj.http.Cache-Tag ~ " + req.http.X-Ban-Tags)) {
            return (synth(500, "Ban refused"));
        }
        if (req.http.X-Ban-Paths && !std.ban("obj.http.X-Url ~ " + req.http.X-Ban-Paths)) {
            return (synth(500, "Ban refused"));
        }
        return (synth(200, "Banned"));
    }
    # For monitoring on the inside only.
    if (req.url ~ "^/(sehat|metrik)(/|$)") {
        return (synth(404));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.http.Authorization || req.http.Cookie ~ "(^|; ?)(sessionid|csrftoken|messages)=") {
        return (pass);
    }
    unset req.http.Cookie;
    return (hash);
}

sub vcl_backend_response {
    # Only what says that it is public is kept; Varnish's own idea of that is wider.
    if (beresp.http.Set-Cookie || beresp.http.Cache-Control !~ "(?i)(^|[ ,])public([ ,]|$)") {
        set beresp.uncacheable = true;
        set beresp.ttl = 60s;
        return (deliver);
    }
    # So that the ban lurker can compare without a request at hand.
    set beresp.http.X-Url = bereq.url;
    set beresp.grace = 60s;
    set beresp.keep = 0s;
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.X-Url;
    unset resp.http.Cache-Tag;
}
