package dev.keyfabric.cli.services;

import picocli.CommandLine.Command;

@Command(
        name = "service",
        description = "Defines the services that keys are good for.",
        subcommands = {DefineService.class, ListServices.class, ShowService.class})
public final class ServiceCommand {}
