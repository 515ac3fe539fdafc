package dev.keyfabric.registry.console.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Map;

/** Renders pages. Every text that is put into one is escaped for the place it stands in; templates are compiled with the code. */
@Singleton
public final class Pages {
    private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Assets assets;

    Pages(Assets assets) {
        this.assets = assets;
    }

    public MutableHttpResponse<String> ok(
            HttpRequest<?> request, String template, String title, String here, Object view) {
        return answer(200, request, template, title, here, view);
    }

    public MutableHttpResponse<String> answer(
            int status, HttpRequest<?> request, String template, String title, String here, Object view) {
        Frame frame = new Frame(title, here, Viewer.of(request).orElse(null), assets.build());
        return HttpResponse.<String>status(status, "")
                .contentType(HTML)
                .body(render(template, Map.of("frame", frame, "view", view)));
    }

    /** A part of a page, for a stream. */
    public String part(String template, Object view) {
        return render(template, Map.of("view", view));
    }

    private String render(String template, Map<String, Object> values) {
        StringOutput output = new StringOutput(16_384);
        engine.render(template, values, output);
        return output.toString();
    }
}
