"""The closed lists of words that facts may use, as DATA_CONTRACT names them."""

from __future__ import annotations

from enum import StrEnum


class Reader(StrEnum):
    """How a page's words were obtained; `MIXED` only of a whole document."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    MIXED = "mixed"


class DocumentKind(StrEnum):
    PLAN = "plan"
    OFFICIAL_LETTER = "official_letter"
    DECISION = "decision"
    REPORT = "report"
    RESOLUTION = "resolution"
    DIRECTIVE = "directive"
    OTHER = "other"


class Level(StrEnum):
    """Level of an issuer or of a place."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Status(StrEnum):
    TARGET = "target"  # phấn đấu: to be reached
    MAINTAIN = "maintain"  # duy trì: to be kept
    RESULT = "result"  # đã đạt: said to be reached already
    ESTIMATE = "estimate"  # ước thực hiện


class Standard(StrEnum):
    COMMUNE = "commune"  # xã đạt chuẩn nông thôn mới
    COMMUNE_ADVANCED = "commune_advanced"  # nâng cao
    COMMUNE_MODEL = "commune_model"  # kiểu mẫu
    COMMUNE_MODERN = "commune_modern"  # hiện đại, from 2026
    DISTRICT = "district"
    DISTRICT_ADVANCED = "district_advanced"
    PROVINCE = "province"
    VILLAGE = "village"
    VILLAGE_MODEL = "village_model"
    RESIDENTIAL_AREA_MODEL = "residential_area_model"  # khu dân cư kiểu mẫu
    GARDEN_MODEL = "garden_model"  # vườn mẫu
    OTHER = "other"


class Counted(StrEnum):
    """What a target counts."""

    COMMUNE = "commune"
    VILLAGE = "village"
    RESIDENTIAL_AREA = "residential_area"
    GARDEN = "garden"
    DISTRICT = "district"


class Role(StrEnum):
    """What a target says of a commune that it names."""

    REACHES = "reaches"
    CONSOLIDATES = "consolidates"
    MAINTAINS = "maintains"
    WORKS_TOWARDS = "works_towards"


class Comparator(StrEnum):
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    ABOUT = "~"
    RANGE = "range"


class Change(StrEnum):
    LEVEL = "level"  # a value to be at
    INCREASE = "increase"  # a step up, or work to be done in the year
    DECREASE = "decrease"  # a step down


class CriterionState(StrEnum):
    MET = "met"
    PLANNED = "planned"


class FundingSource(StrEnum):
    TOTAL = "total"
    DIRECT = "direct"
    DEVELOPMENT_INVESTMENT = "development_investment"
    RECURRENT = "recurrent"
    CENTRAL_BUDGET = "central_budget"
    PROVINCE_BUDGET = "province_budget"
    DISTRICT_BUDGET = "district_budget"
    INTEGRATED = "integrated"
    ENTERPRISE = "enterprise"
    CREDIT = "credit"
    COMMUNITY = "community"
    OTHER = "other"


class CitationKind(StrEnum):
    RESOLUTION = "resolution"
    DECISION = "decision"
    PLAN = "plan"
    CIRCULAR = "circular"
    DECREE = "decree"
    OFFICIAL_LETTER = "official_letter"
    GUIDELINE = "guideline"
    CONCLUSION = "conclusion"
    LAW = "law"
    OTHER = "other"


class Severity(StrEnum):
    ERROR = "error"  # cannot be true as printed
    WARNING = "warning"  # needs a person
    NOTE = "note"  # good to know
