#!/usr/bin/env python3
"""Writes places.txt: names of countries and of the cities that stand for time zones, in the languages of news.

Needs the Python package Babel, which carries Unicode's CLDR. One place a line: its code, then its names in all the
languages, each once, apart by tabs.   usage: places.py > places.txt
"""
from babel import Locale

LANGUAGES = "en de fr es pt it nl sv da pl cs sl hr hu ro tr el ru uk bg sr ar fa he hi zh zh_Hant ja ko vi id th".split()
locales = [Locale.parse(l) for l in LANGUAGES]
print("# Names of places from Unicode CLDR (Unicode License v3), written by places.py: code, then names.")
codes = sorted(c for c in locales[0].territories if len(c) == 2 and c.isalpha() and c not in ("EU", "UN", "ZZ", "QO", "XA", "XB"))
cities = sorted(z for z in set().union(*(l.time_zones for l in locales)) if z.startswith(("Africa/", "America/", "Asia/", "Europe/", "Australia/", "Pacific/")))
cities = [z for z in cities if sum("city" in l.time_zones.get(z, {}) for l in locales) > 5]


def line(code, names):
    unique = []
    for n in names:
        n = (n or "").strip()
        if n and n.lower() not in [u.lower() for u in unique]:
            unique.append(n)
    if len(unique) > 1:
        print("\t".join([code] + unique))


for c in codes:
    line(c, [l.territories.get(c, "").split("(")[0].split("（")[0] for l in locales])
for z in cities:
    zone = z.split("/")[-1]
    line(zone, [zone.replace("_", " ")] + [l.time_zones.get(z, {}).get("city", "") for l in locales])
for code, names in {
    "EU": [l.territories.get("EU", "") for l in locales] + ["EU", "UE", "ЕС"],
    "UN": [l.territories.get("UN", "") for l in locales] + ["UN", "UNO", "ONU", "ООН", "联合国", "聯合國", "国連"],
    "US": ["USA", "U.S.", "EUA", "EE UU", "EEUU", "ZDA", "США", "Stati Uniti", "أمريكا", "米国", "America"],
    "GB": ["UK", "Britain", "England", "Großbritannien", "Grande-Bretagne", "Gran Bretaña", "Grã-Bretanha", "Британия", "Англия", "بريطانيا", "英国"],
    "KR": ["Südkorea", "South Korea", "Corea del Sur", "韩国", "韓國", "Южная Корея"],
    "RU": ["Russia", "Россия", "РФ"],
}.items():
    line(code, names)
