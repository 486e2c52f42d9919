# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The survey of the standard's own XLSForm, row by row as it is published, blanks at the ends of labels too."""

from __future__ import annotations

from tests.exchanging.standards import HTCDS_CODES

_LISTS = {
    "gender": "prs_Gender", "methodofrecruitment": "vic_MethodOfRecruitment",
    "traffickingstatus": "vic_TraffickingStatus",
    "traffickingstatusdecisionmakingorg": "vic_TraffickingStatusDecisionMakingOrg",
    "methodsofcontrol": "vic_MethodsOfControl", "typeofexploitation": "vic_TypeOfExploitation",
    "forcedlabourindustry": "vic_ForcedLabourIndustry", "typeofsexexploitation": "vic_TypeOfSexExploitation",
    "status": "cas_Status",
}
_SURVEY = """\
start|start|
end|end|
select_one consent|con_Consent|Consent
text|prs_Salutation|Salutation
text|prs_First_Name|First Name
text|prs_Second_Name|Second Name
date|prs_Birthdate|Birthdate
select_one gender|prs_Gender|Gender
select_one citizenship|prs_Citizenship|Citizenship
text|prs_Title|Second Name
text|prs_Email|Email
text|prs_HomePhone|Home Phone
text|prs_MobilePhone|Mobile Phone
text|prs_MailingCity|Mailing City
text|prs_MailingCountry|Mailing Country
text|prs_MailingState|Mailing State/Province
text|prs_MailingStreet|Mailing Street
text|prs_MailingPostalCode|Mailing Zip/Postal Code
select_multiple methodofrecruitment|vic_MethodOfRecruitment|Method of Recruitment
text|vic_LocationOfRecruitment|Location of Recruitment
select_one traffickingstatus|vic_TraffickingStatus|Trafficking Status
select_one traffickingstatusdecisionmakingorg|vic_TraffickingStatusDecisionMakingOrg|\
Trafficking Status Decision Making Organization
select_multiple methodsofcontrol|vic_Methods_of_Control|Methods of Control
select_multiple typeofexploitation|vic_TypeOfExploitation|Type of Exploitation
select_multiple forcedlabourindustry|vic_ForcedLabourIndustry|Forced Labour Industry
select_multiple typeofsexexploitation|vic_TypeOfSexExploitation|Type of Sex Exploitation
text|vic_LocationOfExploitation|Location of Exploitation
select_one status|cas_Status|Status
text|cas_ReferringOrganisation|Referring Organisation
date|cas_IncomingReferralDate|Incoming Referral Date
text|cas_ReferringPrimaryCaseWorker|Referring Primary Case Worker
text|cas_ReasonForIncomingReferral|Reason for Incoming Referral
text|cas_IncomingReferralDetails|Incoming Referral Details"""

SURVEY = [["type", "name", "label", "required", "calculation"],
          *([*line.split("|"), "false", ""] for line in _SURVEY.split("\n")),
          ["calculate", "__version__", "", "", "'vSmt4GQA3C9uBMLPEVfgND'"]]
CHOICES = [
    ["list_name", "name", "label"],
    *([name, f"{code} " if code == "DebtBondage" else code, f"{label}\xa0" if name == "gender" else label]
      for name, column in _LISTS.items() for code, label in HTCDS_CODES[column].items()),
    *(["citizenship", code, label] for code, label in (("CI", "Côte d'Ivoire"), ("PE", "Peru"), ("VE", "Venezuela"))),
    ["consent", "TRUE", "Yes"], ["consent", "FALSE", "No"]]
SETTINGS = [["version"], ["vSmt4GQA3C9uBMLPEVfgND"]]
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}
ASKED = [row[:3] for row in SURVEY[3:-1]]
