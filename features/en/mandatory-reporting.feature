Feature: Mandatory reporting
  Helps decide what to explain before anybody speaks or is referred, how care after violence is offered at
  once, and what is not passed to any authority. It is for case workers at the first meeting, and for the
  supervisors and counsel who look at every report that the law may require. The person decides, and not
  knowing who reports never stops care.

  Scenario: A person hears what may have to be reported before being invited to speak
    Given explanation of confidentiality limits: no
    When advice is asked for
    Then C-MR-01 applies at once
    And C-MR-01 says what must be done

  Scenario: A person who has heard the limits of confidentiality need not hear them again
    Given explanation of confidentiality limits: yes
    When advice is asked for
    Then C-MR-01 does not apply

  Scenario: When nobody can say whether the limits were explained, they are explained now
    Given explanation of confidentiality limits is not known
    When advice is asked for
    Then C-MR-01 applies at once as a precaution
    And it is worth asking staff about explanation of confidentiality limits

  Scenario: A person learns before the referral that the clinic tells the police
    Given a service called "clinic"
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then C-MR-02 applies at once for "clinic"
    And C-MR-02 says what must be done for "clinic"

  Scenario: A clinic that tells the police nothing calls for no warning
    Given a service called "clinic"
    And for "clinic", reporting to the police: no
    When advice is asked for
    Then C-MR-02 does not apply for "clinic"

  Scenario: A person is told to expect a report from a clinic that has not answered yet
    Given a service called "clinic"
    And for "clinic", reporting to the police is not known
    When advice is asked for
    Then C-MR-02 applies at once as a precaution for "clinic"
    And it is worth asking the provider about reporting to the police for "clinic"

  Scenario: Of two providers, the person is warned only of the one that reports
    Given a service called "clinic"
    And for "clinic", reporting to the police: yes
    And a service called "outreach"
    And for "outreach", reporting to the police: no
    When advice is asked for
    Then C-MR-02 applies at once for "clinic"
    And C-MR-02 does not apply for "outreach"

  Scenario: A person who told of sexual violence yesterday is offered confidential care now
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-03 says what must be done

  Scenario: At the end of the third day the urgent offer of care still stands
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 72
    When advice is asked for
    Then C-MR-03 applies at once

  Scenario: Care is offered at once even if nobody knows how many hours have passed
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence is not known
    When advice is asked for
    Then C-MR-03 applies at once
    And nobody is asked about number of hours since sexual violence

  Scenario: A person who told of threats alone is not drawn into talk of sexual violence
    Given type of incident the person told of: threats
    When advice is asked for
    Then C-MR-03 does not apply
    And C-MR-06 does not apply
    And nobody is asked about number of hours since sexual violence

  Scenario: Nobody is asked what happened while the person has told nothing
    Given type of incident the person told of is not known
    When advice is asked for
    Then C-MR-03 does not apply
    And nobody is asked about type of incident the person told of

  Scenario: Care is offered at once to a person who wants no record, no sharing and no referral
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And consent to recording: no
    And consent to sharing: no
    And consent to referral: no
    When advice is asked for
    Then C-MR-03 applies at once

  Scenario: A person without papers is offered the same care at once
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And lack of identity documents: yes
    And registration stage: not registered
    When advice is asked for
    Then C-MR-03 applies at once

  Scenario: The offer of care does not wait while an interpreter from the same community is replaced
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And need for an interpreter: yes
    And interpreter from the same community: yes
    When advice is asked for
    Then C-MR-03 applies at once
    And C-REF-09 applies at once

  Scenario: Emergency contraception is offered on the fourth day to somebody for whom it may matter
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 90
    And possible pregnancy: yes
    When advice is asked for
    Then C-MR-04 applies at once
    And C-MR-04 says what must be done

  Scenario: A person who said that pregnancy is not possible is offered the other urgent care
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And possible pregnancy: no
    When advice is asked for
    Then C-MR-04 does not apply
    And C-MR-03 applies at once

  Scenario: Nobody has to speak of pregnancy before emergency contraception is offered
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And possible pregnancy is not known
    When advice is asked for
    Then C-MR-04 applies at once
    And nobody is asked about possible pregnancy

  Scenario: Emergency contraception is offered even if nobody knows how many hours have passed
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence is not known
    And possible pregnancy: yes
    When advice is asked for
    Then C-MR-04 applies at once

  Scenario: In the last hour of the fifth day emergency contraception is still offered
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 120
    When advice is asked for
    Then C-MR-04 applies at once

  Scenario: Emergency contraception is offered up to the end of the fifth day, and not after it
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 121
    When advice is asked for
    Then C-MR-04 does not apply

  Scenario: A week afterwards, care that still helps is offered
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 168
    When advice is asked for
    Then C-MR-05 applies within 72 hours
    And C-MR-05 says what must be done
    And C-MR-03 does not apply
    And C-MR-04 does not apply

  Scenario: In the first hours the urgent offer of care takes the place of the later one
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    When advice is asked for
    Then C-MR-05 does not apply
    And C-MR-03 applies at once

  Scenario: While the hours are not known, the later offer of care gives way to the urgent one
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence is not known
    When advice is asked for
    Then C-MR-05 stays undecided and says nothing
    And C-MR-03 applies at once

  Scenario: From the seventy-third hour the care of later days is offered instead
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 73
    When advice is asked for
    Then C-MR-05 applies within 72 hours
    And C-MR-03 does not apply
    And C-MR-06 does not apply

  Scenario: Where the only clinic reports, the person weighs every way to care
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then C-MR-06 applies at once
    And C-MR-06 says what must be done

  Scenario: Where there is no provider at all, the person still hears every way to care
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And no services at all
    When advice is asked for
    Then C-MR-06 applies at once

  Scenario: One confidential clinic spares the person a choice between care and a report
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: yes
    And a service called "outreach"
    And for "outreach", type of service: care after sexual violence
    And for "outreach", reporting to the police: no
    When advice is asked for
    Then C-MR-06 does not apply

  Scenario: A general doctor who does not report is no substitute for care after sexual violence
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    When advice is asked for
    Then C-MR-06 applies at once

  Scenario: A clinic that has not said whether it reports does not delay the choice of care
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police is not known
    When advice is asked for
    Then C-MR-06 applies at once as a precaution
    And it is worth asking the provider about reporting to the police for "clinic"

  Scenario: Before anybody has listed the providers, the person hears the ways to care as if all of them report
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    When advice is asked for
    Then C-MR-06 applies at once as a precaution

  Scenario: Where the law punishes, nobody is sent to a reporting clinic before clearly agreeing to it
    Given criminalising law in force: yes
    And a service called "clinic"
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then C-MR-07 applies at once for "clinic"
    And C-MR-07 says what must not be done for "clinic"
    And "clinic" is not recommended

  Scenario: A provider that must report consensual conduct between adults is not recommended
    Given a service called "clinic"
    And for "clinic", matter that must be reported: consensual conduct between adults
    When advice is asked for
    Then C-MR-07 applies at once for "clinic"
    And "clinic" is not recommended

  Scenario: A provider that must report several matters is held to be one whose report could harm
    Given criminalising law in force: no
    And a service called "clinic"
    And for "clinic", matter that must be reported: several of these
    When advice is asked for
    Then C-MR-07 applies at once for "clinic"

  Scenario: Where no law punishes, a clinic that reports violence against adults may be proposed with a warning
    Given criminalising law in force: no
    And a service called "clinic"
    And for "clinic", reporting to the police: yes
    And for "clinic", matter that must be reported: gender-based violence against adults
    When advice is asked for
    Then C-MR-07 does not apply for "clinic"
    And C-MR-02 applies at once for "clinic"

  Scenario: A law that nobody has looked up counts as one that punishes
    Given criminalising law in force is not known
    And a service called "clinic"
    And for "clinic", reporting to the police: yes
    And for "clinic", matter that must be reported: gender-based violence against adults
    When advice is asked for
    Then C-MR-07 applies at once for "clinic"
    And "clinic" is not recommended

  Scenario: A clinic whose duties to report are not known is checked, not ruled out
    Given a service called "clinic"
    And for "clinic", reporting to the police is not known
    And for "clinic", matter that must be reported is not known
    When advice is asked for
    Then C-MR-07 applies at once as a precaution for "clinic"
    And "clinic" is to be checked first
    And it is worth asking the provider about matter that must be reported for "clinic"
    And it is worth asking the office about criminalising law in force

  Scenario: A referral to a trained clinic the person agreed to is held back while its report could bring harm
    Given consent to referral: yes
    And criminalising law in force: yes
    And a service called "clinic"
    And for "clinic", reporting to the police: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-04 is set aside by C-MR-07 for "clinic"

  Scenario: A clinic that reports stays possible where no law punishes and all else about it is known
    Given criminalising law in force: no
    And age group: adult aged 18 to 59
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: yes
    And for "clinic", matter that must be reported: gender-based violence against adults
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 10
    And for "clinic", safe journey to this provider: yes
    And for "clinic", barrier to this service: none
    And for "clinic", discreet way in: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-MR-02 applies at once for "clinic"
    And "clinic" is possible

  Scenario: A trained clinic that reports nothing, and that the person agreed to, comes first
    Given consent to referral: yes
    And criminalising law in force is not known
    And age group: adult aged 18 to 59
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", trained staff at this provider: yes
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 10
    And for "clinic", safe journey to this provider: yes
    And for "clinic", barrier to this service: none
    And for "clinic", discreet way in: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-MR-07 does not apply for "clinic"
    And "clinic" is preferred

  Scenario: A child who told of beatings has child protection at their side the same day
    Given age group: adolescent aged 12 to 17
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"
    And C-MR-08 says what must be done for "clinic"

  Scenario: An adult's account does not go to child protection just because a clinic reports harm to children
    Given age group: adult aged 18 to 59
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 does not apply for "clinic"

  Scenario: A child's account of unfair treatment alone sets off no duty to report abuse
    Given age group: child aged 5 to 11
    And type of incident the person told of: discrimination
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 does not apply for "clinic"

  Scenario: A clinic is asked its rule about harm to children before anything is said of the child
    Given age group: child aged 5 to 11
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported is not known
    When advice is asked for
    Then C-MR-08 says to find out first, at once for "clinic"
    And it is worth asking the provider about matter that must be reported for "clinic"

  Scenario: A child is not questioned to find out whether a duty to report exists
    Given age group: child aged 5 to 11
    And type of incident the person told of is not known
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 says to find out first, at once for "clinic"
    And nobody is asked about type of incident the person told of

  Scenario: What a child was deliberately not asked does not start a report
    Given age group: child aged 5 to 11
    And type of incident the person told of: not asked
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 does not apply for "clinic"

  Scenario: Care for a child goes ahead while child protection is brought in
    Given age group: adolescent aged 12 to 17
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-08 applies at once for "clinic"

  Scenario: Acting for a child's safety still keeps what the child confided from the family
    Given age group: adolescent aged 12 to 17
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    And an item of information called "note"
    And for "note", recipient of the information: family member
    And for "note", sensitive content: yes
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"
    And C-DIV-02 applies at once
    And C-DAT-04 applies at once for "note"

  Scenario: Child protection is called where a clinic must report threats against a child
    Given age group: child aged 5 to 11
    And type of incident the person told of: threats
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Child protection is called where a clinic must report that a child is blackmailed
    Given age group: child aged 5 to 11
    And type of incident the person told of: blackmail
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Child protection is called where a clinic must report the forced marriage of a child
    Given age group: child aged 5 to 11
    And type of incident the person told of: forced marriage
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Child protection is called where a clinic must report a medical procedure forced on a child
    Given age group: child aged 5 to 11
    And type of incident the person told of: forced medical procedure
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Child protection is called where a clinic must report attempts to change a child by force
    Given age group: child aged 5 to 11
    And type of incident the person told of: forced attempt to change the person
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Child protection is called where a clinic must report that a child was detained
    Given age group: child aged 5 to 11
    And type of incident the person told of: detention
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Child protection is called where a clinic must report that a child is exploited
    Given age group: child aged 5 to 11
    And type of incident the person told of: exploitation
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: A clinic that must report several matters may have to report harm to a child as well
    Given age group: child aged 5 to 11
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: several of these
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"

  Scenario: Nothing about an adult goes to an authority while there is neither consent nor a duty
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", consent to sharing with this recipient: no
    And for "letter", ground for the sharing: no ground found
    When advice is asked for
    Then C-MR-09 applies at once
    And C-MR-09 says what must not be done

  Scenario: Consent to tell a partner organization is not consent to tell an authority
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", consent to sharing with this recipient: yes
    And for "letter", ground for the sharing: consent
    When advice is asked for
    Then C-MR-09 applies at once

  Scenario: An adult who agrees to this very report is not held back from it
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", consent to sharing with this recipient: yes
    When advice is asked for
    Then C-MR-09 does not apply
    And C-MR-14 does not apply

  Scenario: Agreeing to one report is not agreeing to another
    Given age group: adult aged 18 to 59
    And an item of information called "complaint"
    And for "complaint", recipient of the information: authority
    And for "complaint", consent to sharing with this recipient: yes
    And an item of information called "list"
    And for "list", recipient of the information: authority
    And for "list", consent to sharing with this recipient: no
    When advice is asked for
    Then C-MR-09 does not apply
    And C-MR-14 applies at once
    And C-MR-14 says what must not be done

  Scenario: Beside a report that was agreed to, nothing goes to somebody who may be an authority
    Given age group: adult aged 18 to 59
    And an item of information called "complaint"
    And for "complaint", recipient of the information: authority
    And for "complaint", consent to sharing with this recipient: yes
    And an item of information called "list"
    And for "list", recipient of the information is not known
    And for "list", consent to sharing with this recipient: no
    When advice is asked for
    Then C-MR-14 applies at once as a precaution

  Scenario: Where a legal duty exists, a case worker still sends nothing alone
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", ground for the sharing: legal obligation
    When advice is asked for
    Then C-MR-09 does not apply
    And C-MR-14 applies at once
    And C-DAT-08 applies at once for "letter"

  Scenario: A report about a child is weighed with child protection, not by the rule for adults
    Given age group: adolescent aged 12 to 17
    And no items of information at all
    When advice is asked for
    Then C-MR-09 does not apply
    And C-MR-14 applies at once
    And C-DIV-01 applies at once

  Scenario: An adult who has not been heard on a report is not reported in the meantime
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", consent to sharing with this recipient is not known
    When advice is asked for
    Then C-MR-09 applies at once as a precaution
    And it is worth asking the person about consent to sharing with this recipient for "letter"

  Scenario: General consent to sharing does not become consent to a report
    Given age group: adult aged 18 to 59
    And consent to sharing: yes
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", consent to sharing with this recipient is not known
    And for "letter", ground for the sharing: consent
    When advice is asked for
    Then C-MR-09 applies at once as a precaution

  Scenario: A person whose age nobody knows is kept from a report as an adult is
    Given age group is not known
    And no items of information at all
    When advice is asked for
    Then C-MR-09 applies at once as a precaution

  Scenario: Until somebody has checked what is sent to whom, nothing about an adult goes to an authority
    Given age group: adult aged 18 to 59
    When advice is asked for
    Then C-MR-09 applies at once as a precaution

  Scenario: A person who says that an aid worker did harm hears at once what staff must pass on
    Given harm attributed to an aid worker: yes
    When advice is asked for
    Then C-MR-10 applies at once
    And C-MR-10 says what must be done

  Scenario: Harm by somebody outside aid work calls for no internal report
    Given harm attributed to an aid worker: no
    When advice is asked for
    Then C-MR-10 does not apply

  Scenario: Nobody is asked whether the one who did harm works in aid
    Given harm attributed to an aid worker is not known
    When advice is asked for
    Then C-MR-10 stays undecided and says nothing
    And nobody is asked about harm attributed to an aid worker

  Scenario: A person who wants nothing shared hears that the concern goes on without their name
    Given harm attributed to an aid worker: yes
    And consent to sharing: no
    When advice is asked for
    Then C-MR-10 applies at once

  Scenario: A person who wishes to complain is offered counsel and company
    Given an item of information called "complaint"
    And for "complaint", recipient of the information: authority
    And for "complaint", who asked for the sharing: person concerned
    When advice is asked for
    Then C-MR-11 applies within 72 hours for "complaint"
    And C-MR-11 says what should be done for "complaint"

  Scenario: A complaint that was the staff's idea is not treated as the person's wish
    Given an item of information called "complaint"
    And for "complaint", recipient of the information: authority
    And for "complaint", who asked for the sharing: staff
    When advice is asked for
    Then C-MR-11 does not apply for "complaint"

  Scenario: A wish to complain that is not clear is gone through again with the person
    Given an item of information called "complaint"
    And for "complaint", recipient of the information: authority
    And for "complaint", who asked for the sharing is not known
    When advice is asked for
    Then C-MR-11 says to find out first, within 72 hours for "complaint"

  Scenario: Until it is clear that a letter goes to an authority, the person is asked before a complaint is prepared
    Given an item of information called "letter"
    And for "letter", who asked for the sharing: person concerned
    When advice is asked for
    Then C-MR-11 says to find out first, within 72 hours for "letter"

  Scenario: An authority that asks about a person hears neither yes nor no
    Given an item of information called "enquiry"
    And for "enquiry", recipient of the information: authority
    And for "enquiry", who asked for the sharing: recipient
    When advice is asked for
    Then C-MR-12 applies at once for "enquiry"
    And C-MR-12 says what must not be done for "enquiry"

  Scenario: A letter that the person asked for is not turned away as an outside enquiry
    Given an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", who asked for the sharing: person concerned
    When advice is asked for
    Then C-MR-12 does not apply for "letter"

  Scenario: While nobody knows who wants a letter to an authority, nothing is confirmed or denied
    Given an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", who asked for the sharing is not known
    When advice is asked for
    Then C-MR-12 applies at once as a precaution for "letter"
    And it is worth asking staff about who asked for the sharing for "letter"

  Scenario: An enquiry from somebody unknown is handled like that of an authority
    Given an item of information called "enquiry"
    And for "enquiry", recipient of the information is not known
    And for "enquiry", who asked for the sharing: recipient
    When advice is asked for
    Then C-MR-12 applies at once as a precaution for "enquiry"
    And it is worth asking staff about recipient of the information for "enquiry"

  Scenario: A case worker leaves an authority's enquiry to the supervisor even when the person consents
    Given age group: adult aged 18 to 59
    And an item of information called "enquiry"
    And for "enquiry", recipient of the information: authority
    And for "enquiry", who asked for the sharing: recipient
    And for "enquiry", consent to sharing with this recipient: yes
    When advice is asked for
    Then C-MR-09 does not apply
    And C-MR-12 applies at once for "enquiry"

  Scenario: A message to a relative is neither a complaint nor an answer to an authority
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: family member
    When advice is asked for
    Then C-MR-09 applies at once
    And C-MR-11 does not apply for "letter"
    And C-MR-12 does not apply for "letter"
    And C-DAT-08 does not apply for "letter"

  Scenario: Consent to tell a relative is no consent to tell an authority
    Given age group: adult aged 18 to 59
    And an item of information called "note"
    And for "note", recipient of the information: family member
    And for "note", consent to sharing with this recipient: yes
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", consent to sharing with this recipient: no
    And for "letter", ground for the sharing: no ground found
    When advice is asked for
    Then C-MR-09 applies at once
    And C-MR-14 does not apply

  Scenario: An open question about a message to a relative forbids no letter that the person agreed to
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", consent to sharing with this recipient: yes
    And an item of information called "note"
    And for "note", recipient of the information: family member
    When advice is asked for
    Then C-MR-09 does not apply
    And C-MR-14 does not apply

  Scenario: A duty in law lifts nothing while nobody knows who would receive the report: it still waits
    Given age group: adult aged 18 to 59
    And an item of information called "letter"
    And for "letter", ground for the sharing: legal obligation
    When advice is asked for
    Then C-MR-09 applies at once as a precaution
    And C-MR-14 does not apply

  Scenario: A medicine that the clinic lacks is brought from another place
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: no
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-13 says what must be done for "clinic"

  Scenario: On the fifth day emergency contraception is still sought elsewhere when a clinic has none
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 110
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"

  Scenario: A clinic that has the medicines in stock spares the person a second journey
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: yes
    And for "clinic", emergency contraception in stock: yes
    When advice is asked for
    Then C-MR-13 does not apply for "clinic"

  Scenario: No medicine is looked for at the office of counsel
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "counsel"
    And for "counsel", type of service: legal counsel
    And for "counsel", post-exposure prophylaxis in stock: no
    And for "counsel", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 does not apply for "counsel"

  Scenario: A clinic is telephoned about its stock while the person makes ready to go
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock is not known
    And for "clinic", emergency contraception in stock: yes
    When advice is asked for
    Then C-MR-13 says to find out first, at once for "clinic"
    And it is worth asking the provider about post-exposure prophylaxis in stock for "clinic"
    And "clinic" is to be checked first

  Scenario: A person who declined care after violence is not pressed about the medicine a clinic lacks
    Given age group: adult aged 18 to 59
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And service the person declined: care after sexual violence
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: no
    When advice is asked for
    Then C-MR-13 is set aside by C-REF-13 for "clinic"

  Scenario: Where a clinic has neither medicine, one place is sought that has both
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-15 applies at once for "clinic"
    And C-MR-15 says what must be done for "clinic"

  Scenario: A clinic that lacks one medicine is still asked about the other
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", emergency contraception in stock: no
    And for "clinic", post-exposure prophylaxis in stock is not known
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-15 says to find out first, at once for "clinic"
    And it is worth asking the provider about post-exposure prophylaxis in stock for "clinic"
    And "clinic" is to be checked first

  Scenario: On the fifth day a clinic without the medicine against HIV is not said to lack both
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 110
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: Where nothing is known of either medicine, one question about both is enough
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    When advice is asked for
    Then C-MR-13 says to find out first, at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: No medicine is looked for at a service that offers counselling
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "office"
    And for "office", type of service: mental health and psychosocial support
    And for "office", post-exposure prophylaxis in stock: no
    When advice is asked for
    Then C-MR-13 does not apply for "office"
    And C-MR-15 does not apply for "office"

  Scenario: After the fifth day a clinic without the medicines is no longer telephoned about them
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 130
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 does not apply for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: Where no pregnancy is possible, only the medicine against HIV is brought from elsewhere
    Given possible pregnancy: no
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", post-exposure prophylaxis in stock: no
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: Where no pregnancy is possible, a clinic without emergency contraception is asked about the other medicine alone
    Given possible pregnancy: no
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 says to find out first, at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: A service whose kind nobody knows is not asked about a second medicine
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 says to find out first, at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: A clinic's stock is looked into for nobody who has not told of sexual violence
    Given a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 does not apply for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: A clinic that has emergency contraception in stock lacks one medicine, not both
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", emergency contraception in stock: yes
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: A clinic that has the medicine against HIV lacks only emergency contraception
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", post-exposure prophylaxis in stock: yes
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And C-MR-15 does not apply for "clinic"

  Scenario: A person who declined care after violence is not sent to look for a place that has both medicines
    Given age group: adult aged 18 to 59
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And service the person declined: care after sexual violence
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", emergency contraception in stock: no
    When advice is asked for
    Then C-MR-15 is set aside by C-REF-13 for "clinic"

  Scenario: A clinic without the medicine against HIV is still asked about emergency contraception
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", post-exposure prophylaxis in stock: no
    When advice is asked for
    Then C-MR-15 says to find out first, at once for "clinic"

  Scenario: Where the only clinic must tell the police, care is offered now and the person chooses
    Given criminalising law in force: yes
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-04 applies at once
    And C-MR-06 applies at once
    And C-MR-02 applies at once for "clinic"
    And C-MR-07 applies at once for "clinic"

  Scenario: Care does not wait while a clinic is asked whether it reports
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 60
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police is not known
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-02 applies at once as a precaution for "clinic"
    And it is worth asking the provider about reporting to the police for "clinic"

  Scenario: Somebody who tells of another kind of violence is not offered the care meant for sexual violence
    Given type of incident the person told of: physical violence, threats
    When advice is asked for
    Then C-MR-03 does not apply
    And C-MR-04 does not apply
    And C-MR-05 does not apply
    And C-MR-06 does not apply

  Scenario: In the seventy-second hour the medicine against HIV is still offered at once
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 72
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-05 does not apply

  Scenario: With nothing known, the limits are explained and nobody is reported
    Given nothing is known
    When advice is asked for
    Then C-MR-01 applies at once as a precaution
    And C-MR-09 applies at once as a precaution
    And C-MR-06 does not apply
    And C-MR-14 does not apply
