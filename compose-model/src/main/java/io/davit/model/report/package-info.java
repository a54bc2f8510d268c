/// What was found wrong, and how it is shown.
///
/// [Problems] collects findings through all steps of loading; [ProblemText] prints them with the
/// line they speak of.
@org.jspecify.annotations.NullMarked
package io.davit.model.report;
