package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.decide.Commands;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.util.Arrays;
import org.apache.kafka.streams.test.TestRecord;

/** What may be changed on the way from a signer to the decider. */
enum Tampering {
    VALUE {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            Command other = Command.newBuilder(command).setActor("mallory").build();
            return test.record(
                    test.key, other, other.getId(), test.signature(SignerCheckTest.COMMANDS, test.key, command));
        }
    },
    KEY {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            byte[] other = "other".getBytes(UTF_8);
            return test.record(
                    other, command, command.getId(), test.signature(SignerCheckTest.COMMANDS, test.key, command));
        }
    },
    KEY_TAKEN_AWAY {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            return test.record(
                    null, command, command.getId(), test.signature(SignerCheckTest.COMMANDS, test.key, command));
        }
    },
    TOPIC {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            String other = "another." + Topic.COMMANDS.id();
            return test.record(test.key, command, command.getId(), test.signature(other, test.key, command));
        }
    },
    ID_IN_THE_HEADER {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            return test.record(
                    test.key, command, Commands.freshId(), test.signature(SignerCheckTest.COMMANDS, test.key, command));
        }
    },
    ID_IN_THE_VALUE {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            Command other =
                    Command.newBuilder(command).setId(Commands.freshId()).build();
            return test.record(
                    test.key, other, other.getId(), test.signature(SignerCheckTest.COMMANDS, test.key, command));
        }
    },
    RECORD_SIGNATURE_FOR_A_COMMANDS {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            RecordContent plain = RecordContent.of(SignerCheckTest.COMMANDS, test.key, Wire.encode(command));
            return test.record(test.key, command, command.getId(), RecordSignature.sign(test.signers.own, plain));
        }
    },
    SIGNATURE {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            byte[] signature = test.signature(SignerCheckTest.COMMANDS, test.key, command);
            int inTheMiddle = signature.length - 40;
            signature[inTheMiddle] = (byte) (signature[inTheMiddle] == 'A' ? 'B' : 'A');
            return test.record(test.key, command, command.getId(), signature);
        }
    },
    SIGNATURE_CUT {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            byte[] signature = test.signature(SignerCheckTest.COMMANDS, test.key, command);
            return test.record(test.key, command, command.getId(), Arrays.copyOf(signature, signature.length - 1));
        }
    },
    SIGNATURE_IS_NOISE {
        @Override
        TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test) {
            return test.record(test.key, command, command.getId(), new byte[] {(byte) 0xff, 0, '.', '.'});
        }
    };

    abstract TestRecord<byte[], byte[]> with(Command command, SignerCheckTest test);
}
