package dev.keyfabric.quickstart.beside;

import dev.keyfabric.validation.embedded.EmbeddedValidator;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.outward.OutwardRefusal;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Lets in whom the validator knows; the controller finds who it is in the attribute {@code consumer}. */
final class KeyFilter implements Filter {
    private final EmbeddedValidator validator;
    private final List<String> scopes;

    KeyFilter(EmbeddedValidator validator, List<String> scopes) {
        this.validator = validator;
        this.scopes = scopes;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        Function<String, List<String>> headers = name -> Collections.list(asked.getHeaders(name));
        Verdict verdict = validator.judge(new Question(
                validator.credential(headers), null, scopes, validator.clientIp(asked.getRemoteAddr(), headers)));
        if (verdict instanceof Verdict.Valid valid) {
            asked.setAttribute("consumer", valid.consumer().id());
            chain.doFilter(request, response);
        } else if (verdict instanceof Verdict.Denied denied) {
            OutwardRefusal refusal = OutwardRefusal.of(denied);
            answer.setStatus(refusal.status());
            refusal.headers().forEach(answer::setHeader);
            answer.getOutputStream().write(refusal.body());
        }
    }
}
