# Errors
error-invalid = Please correct: { $fields }
error-not_found = { $entity } { $id } does not exist.
error-conflict = { $entity }: { $reason }
error-illegal_transition = “{ $operation }” is not possible while “{ $state }”.
error-forbidden = “{ $operation }” is not allowed: { $reason }
error-unknown_operation = There is no operation “{ $operation }”.
error-login_failed = Signing in failed: { $reason }
error-busy = The database is busy. Please try again.
error-interrupted = The call was interrupted; nothing was changed.
error-storage = The database could not be used: { $reason }
error-bug = An internal error occurred; nothing was changed. ({ $detail })
