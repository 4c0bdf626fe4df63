"""E-mail addresses and telephone numbers, in the forms in which people paste them."""

import re
from collections.abc import Callable
from itertools import islice
from typing import Final

from journey_core.errors import BadInput, brief
from journey_core.intake.cells.placeholders import Doubtful
from journey_core.log.comparison import comparable

EXTENSION: Final = " ext. "
"""Stands between a telephone number and its extension."""
_LONGEST: Final = 2_000
_LOOKED_AT: Final = 5
"""How many addresses of one cell are looked at."""
_PLAIN_EMAIL: Final = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])",
    re.ASCII,
)
_AROUND: Final = " \t'\"`‘’“”<>()[].,;:"
_ADDRESS: Final = re.compile(r"(?:mailto:)?([^\s<>,;:\"“”‘`()\[\]]+@[^\s<>,;:\"“”’`()\[\]?]+)(?:\?\S*)?", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"[^<>@]*<[^<>]*>\W*")
_PHONE_LENGTH: Final = 60
_EXTENSIONS: Final = r"(?:ext|extension|x|app|apparat|dw|durchwahl|klappe|poste|int|interno|toestel|ramal|anexo)"
_LOCAL_EXTENSION: Final = re.compile(rf"[\s,;/-]*\b{_EXTENSIONS}\b\.?:?\s*(?=\d+\W*$)|x(?=\d+$)", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]")
_FOREIGN: Final = re.compile(r"[\s(]*00[\s).-]*(?=[1-9])")


def read_email(raw: str) -> str:
    """The address, lower-cased; whether its domain can be reached is not asked.

    Read are also “Ada <ada@example.com>”, mailto: and quotes around it. Of several addresses the first is taken, with
    Doubtful.
    """
    text = raw.strip().lower()
    if not text or _is_plain(text):
        return text
    return _pasted_email(raw)


def _is_plain(text: str) -> bool:
    return len(text) <= 254 and text.find("@") <= 64 and _PLAIN_EMAIL.fullmatch(text) is not None


def _pasted_email(raw: str) -> str:
    text = comparable(raw[:_LONGEST]).lower()
    found = [_address(each) for each in islice(_ADDRESS.findall(text), _LOOKED_AT)]
    addresses = list(dict.fromkeys(address for address in found if address))
    if not addresses:
        raise BadInput(f"“{brief(text, most=60)}” is not an e-mail address")
    first = addresses[0]
    if len(addresses) > 1:
        raise Doubtful(f"“{brief(text)}” is several e-mail addresses: the first is taken", first)
    rest = _ADDRESS.sub("", text).strip(_AROUND)
    if rest and not _IN_BRACKETS.fullmatch(text):
        raise Doubtful(f"“{brief(text)}” is more than an e-mail address: {brief(first)} is taken", first)
    return first


def _address(text: str) -> str:
    """The address without what stands around it; "" if it is none."""
    address = text.strip(_AROUND)
    if _is_plain(address):
        return address
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415, few addresses need it

    try:
        return validate_email(address[:400], check_deliverability=False).normalized.lower()
    except (EmailNotValidError, ValueError):
        return ""


def compared_key(key: str) -> str:
    """The form in which two keys of one lead are equal: as texts are compared, and e-mail addresses in lower case."""
    compared = comparable(key)
    if "@" not in compared:
        return compared
    try:
        return read_email(compared)
    except BadInput:
        return compared


def is_region(text: str) -> bool:
    """Whether two letters, in any case, name a country whose numbers are known."""
    import phonenumbers  # noqa: PLC0415, most of what is read has no phone number

    return text.upper() in phonenumbers.SUPPORTED_REGIONS


def phone_reading(region: str | None) -> Callable[[str], str]:
    """A reading of phone numbers as E.164, with the extension if there is one.

    National numbers belong to `region` (DE); without a region they are refused. 00 before a country is read as +.
    """

    def read(raw: str) -> str:
        text = _LOCAL_EXTENSION.sub(EXTENSION, comparable(raw).lstrip("'"), count=1)
        if not text:
            return ""
        if _LETTERS.search(text.removeprefix("tel:").replace(EXTENSION, "")):
            # The library would dial them: “office” as 633423.
            raise BadInput(f"“{text[:_PHONE_LENGTH]}” is not a phone number: it holds letters")
        import phonenumbers  # noqa: PLC0415, most of what is read has no phone number

        try:
            number = _parsed(text, region)
        except phonenumbers.NumberParseException as problem:
            is_national = region is None and problem.error_type == problem.INVALID_COUNTRY_CODE
            hint = ": it needs its country, as in +49 …" if is_national else ""
            raise BadInput(f"“{text[:_PHONE_LENGTH]}” is not a phone number{hint}") from problem
        if not phonenumbers.is_possible_number(number) or len(text) > _PHONE_LENGTH:
            raise BadInput(f"“{text[:_PHONE_LENGTH]}” is not a possible phone number")
        plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{plain}{EXTENSION}{number.extension}" if number.extension else plain

    return read


def _parsed(text: str, region: str | None) -> "phonenumbers.PhoneNumber":  # type: ignore[name-defined] # noqa: F821
    """The number; where it is none in its region, it is tried with a +: 0049 …, and 49… as spreadsheets leave it."""
    import phonenumbers  # noqa: PLC0415, as above

    text = text[:_PHONE_LENGTH]
    foreign = _FOREIGN.sub("+", text, count=1) if _FOREIGN.match(text) else None
    if foreign and region is None:
        return phonenumbers.parse(foreign, None)
    number = phonenumbers.parse(text, region)
    begins_with_country = text.startswith(str(phonenumbers.country_code_for_region(region or "")))
    if region is None or (phonenumbers.is_valid_number(number) and not begins_with_country):
        return number
    try:
        other = phonenumbers.parse(foreign or f"+{text}", None)
    except phonenumbers.NumberParseException:
        return number
    return other if foreign or phonenumbers.is_valid_number(other) else number
