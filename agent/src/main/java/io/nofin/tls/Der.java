package io.nofin.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Wraps private keys of older forms as PKCS #8 (RFC 5208), in DER (X.690):
 *
 * <pre>
 *   SEQUENCE { INTEGER 0, SEQUENCE { OBJECT algorithm, parameters }, OCTET STRING { the older form } }
 * </pre>
 */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xA0;             // ECPrivateKey's parameters [0]
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** The object identifier 1.2.840.113549.1.1.1, rsaEncryption, and NULL. */
    private static final byte[] RSA = {0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00};
    /** The object identifier 1.2.840.10045.2.1, id-ecPublicKey. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private Der() {
    }

    /** Wraps an RSAPrivateKey (RFC 8017). */
    static byte[] pkcs8OfRsa(byte[] key) {
        return value(SEQUENCE, VERSION, value(SEQUENCE, RSA), value(OCTETS, key));
    }

    /** Wraps an ECPrivateKey (RFC 5915): SEQUENCE { version, the number, [0] curve, [1] public key }. */
    static byte[] pkcs8OfEc(byte[] key) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(next(ByteBuffer.wrap(key), SEQUENCE));
        while (fields.hasRemaining()) {
            int tag = Byte.toUnsignedInt(fields.get(fields.position()));
            byte[] field = next(fields, tag);
            if (tag == PARAMETERS) {
                return value(SEQUENCE, VERSION, value(SEQUENCE, EC, field), value(OCTETS, key));
            }
        }
        throw new IOException("the key does not say which curve it is of");
    }

    private static byte[] next(ByteBuffer in, int tag) throws IOException {
        try {
            if (Byte.toUnsignedInt(in.get()) != tag) {
                throw new IOException("not a private key");
            }
            int length = Byte.toUnsignedInt(in.get());
            if (length > 0x80) {
                int bytes = length - 0x80;
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << Byte.SIZE | Byte.toUnsignedInt(in.get());
                }
            }
            byte[] value = new byte[Math.min(Math.max(0, length), in.remaining())];
            in.get(value);
            return value;
        } catch (BufferUnderflowException e) {
            throw new IOException("the key ends too early", e);
        }
    }

    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        int length = all.size();
        if (length >= 0x100) {              // the shortest form that holds it, as DER requires
            value.write(0x82);
            value.write(length >> Byte.SIZE);
        } else if (length >= 0x80) {
            value.write(0x81);
        }
        value.write(length);
        value.writeBytes(all.toByteArray());
        return value.toByteArray();
    }
}
