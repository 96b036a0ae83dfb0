"""Addresses as pictures for a phone's camera (ISO/IEC 18004)."""

import io

import qrcode
from qrcode.image.svg import SvgPathFillImage


def qr_code(address: str) -> bytes:
    """Return an address as a QR code: SVG, dark on white, a margin of two modules."""
    code = qrcode.QRCode(border=2, image_factory=SvgPathFillImage)
    code.add_data(address)
    file = io.BytesIO()
    code.make_image().save(file)
    return file.getvalue()
