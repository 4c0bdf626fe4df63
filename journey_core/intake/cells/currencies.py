"""The words and signs that stand beside an amount and say in which currency it is."""

from typing import Final

_CODES: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
_DOLLARS: Final = "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP BMD BSD BBD BZD FJD JMD KYD LRD NAD TTD UYU"
_SIGNS: Final = {
    "$": _DOLLARS, "us$": "USD", "$us": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "$ca": "CAD",
    "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "nt$": "TWD", "mx$": "MXN", "r$": "BRL", "€": "EUR", "£": "GBP EGP GIP",
    "¥": "JPY CNY", "￥": "JPY CNY", "cn¥": "CNY", "円": "JPY", "元": "CNY", "₹": "INR", "₽": "RUB", "₺": "TRY",
    "₴": "UAH", "₩": "KRW", "₪": "ILS", "₫": "VND", "₦": "NGN", "₱": "PHP", "฿": "THB", "₡": "CRC", "₲": "PYG",
    "₵": "GHS", "₸": "KZT", "₼": "AZN", "₾": "GEL", "₮": "MNT", "₭": "LAK", "៛": "KHR", "؋": "AFN", "﷼": "IRR SAR OMR",
    "kr": "SEK NOK DKK ISK", "kr.": "DKK SEK NOK ISK", "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON",
    "лв": "BGN", "лв.": "BGN", "руб": "RUB", "руб.": "RUB", "грн": "UAH", "грн.": "UAH", "fr": "CHF XAF XOF",
    "fr.": "CHF XAF XOF", "sfr": "CHF", "sfr.": "CHF", "rs": "INR PKR LKR NPR MUR", "rs.": "INR PKR LKR NPR MUR",
    "rm": "MYR", "rp": "IDR", "rp.": "IDR", "s/": "PEN", "tl": "TRY", "rmb": "CNY", "euro": "EUR", "euros": "EUR",
    "eur": "EUR", "usd": "USD", "gbp": "GBP", "chf": "CHF", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "inr": "INR",
}  # fmt: skip
"""A sign or a word in lower case -> the codes of the currencies that it is used for.

Codes in lower case are only those that are no English words: “3 all” and “2 top” are no amounts.
"""
_KNOWN: Final = frozenset(_CODES.split())


def currency_codes(word: str) -> frozenset[str]:
    """The ISO 4217 codes that a word or sign beside an amount may stand for; none if it is no currency."""
    return frozenset({word}) if word in _KNOWN else frozenset(_SIGNS.get(word.lower(), "").split())
