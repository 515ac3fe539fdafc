package dev.keyfabric.registry.console.keys;

import dev.keyfabric.registry.console.form.Filled;

/** The forms on the page of a key. */
public record KeyForms(Filled change, Filled rotate, Filled suspend, Filled reinstate, Filled revoke) {

    /** The forms with one that was sent and refused in the place of the fresh one. */
    KeyForms with(KeyAction action, Filled refused) {
        return new KeyForms(
                action == KeyAction.CHANGE ? refused : change,
                action == KeyAction.ROTATE ? refused : rotate,
                action == KeyAction.SUSPEND ? refused : suspend,
                action == KeyAction.REINSTATE ? refused : reinstate,
                action == KeyAction.REVOKE ? refused : revoke);
    }
}
